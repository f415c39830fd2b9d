"""The explorers in a real browser: python .ci/browser.py [FOLDER]

Serves nbs/tutorials/explorers.ipynb by Voila, opens it in headless Chromium, moves sliders with the keyboard,
ticks a box, makes a wrong choice, downloads a map. Checks that each picture changed, that the wrong choice is
answered with a sentence, and that the console is free of errors. Screenshots go to FOLDER.
Exits 0 with a sentence where there is no Chromium or no Voila: `pip install -e ".[dev]"` and
`playwright install chromium`."""
import hashlib, importlib.util, os, shutil, socket, subprocess, sys, tempfile, time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

top = Path(__file__).resolve().parent.parent
page_file = top/'nbs/tutorials/explorers.ipynb'
shots = Path(sys.argv[1] if len(sys.argv)>1 else tempfile.mkdtemp())
WAIT = float(os.environ.get('BROWSER_WAIT', 300))                      # seconds; a busy machine needs them
SLIDERS = dict(path='step', frequency='map of step', attack='step', isa='round', metric='pixels, %',
               compare='full colour, %')                               # explorer -> a slider that turns pages
HEAVY = dict(path='moves', frequency='rho', attack='ε × 255', isa='S, overlap') # that ask the network

def skip(why):
    print(f'browser test not run: {why}')
    sys.exit(0)

for package in ('playwright','voila'):
    if importlib.util.find_spec(package) is None:
        skip(f'{package} is not installed; it is among the development extras')
from playwright.sync_api import Error, TimeoutError, sync_playwright

# --- the server and the browser

def chromium(p): # a browser, or None
    names = ('chromium','chromium-browser','google-chrome','google-chrome-stable','chrome')
    for path in [None, *filter(None, map(shutil.which, names))]:       # Playwright's own, then the machine's
        try: return p.chromium.launch(executable_path=path, args=['--no-sandbox','--disable-dev-shm-usage'])
        except Error: pass

def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]

def log_tail(): return (shots/'voila.log').read_text()[-3000:]

def answers(url):
    try: urlopen(url, timeout=2)
    except OSError as e: return bool(getattr(e, 'code', None))         # a refusal is an answer
    return True

@contextmanager
def voila():
    "The page on a server of its own: its address"
    port = free_port()
    command = [sys.executable, '-m', 'voila', str(page_file), '--no-browser', f'--port={port}',
               '--Voila.ip=127.0.0.1', '--show_tracebacks=True', f'--VoilaExecutor.timeout={int(WAIT)}',
               f'--VoilaExecutor.startup_timeout={int(WAIT)}']
    with open(shots/'voila.log', 'w') as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=top)
    try:
        url,end = f'http://127.0.0.1:{port}/', time.time()+WAIT
        while not answers(url+'voila/static/') and time.time()<end:
            if server.poll() is not None: sys.exit(f'Voila did not start:\n{log_tail()}')
            time.sleep(.2)
        yield url
    finally:
        server.terminate()
        try: server.wait(10)
        except subprocess.TimeoutExpired: server.kill()

def opened(browser, url):
    "The page, what goes wrong on it, and what it asks for from outside, which is answered with nothing"
    page = browser.new_page(viewport=dict(width=1300, height=900), accept_downloads=True)
    page.set_default_timeout(1000*WAIT)
    problems,outside = [], set()
    def other(route):
        outside.add(route.request.url.split('?')[0])
        route.fulfill(status=200, body='')
    def said(message):
        if message.type=='error' and 'favicon' not in message.text: problems.append(message.text)
    page.route(lambda u: u.startswith('http') and not u.startswith(url), other) # the test needs no network
    page.on('console', said)
    page.on('pageerror', lambda e: problems.append(str(e)))
    page.goto(url, wait_until='load')
    return page,problems,outside

# --- an explorer

PICTURE = """async s => {
    const i = document.querySelector(s);
    const b = await (await fetch(i.src)).arrayBuffer();
    return i.naturalWidth>0 ? Array.from(new Uint8Array(b)).join(',') : '' }"""

class Explorer:
    "One explorer on the page"
    def __init__(self, page, name):
        self.page,self.name = page,name
        self.box = page.locator(f'.explorer-{name}')

    def bytes(self): return self.page.evaluate(PICTURE, f'.explorer-{self.name} img') # of its picture
    def digest(self): return hashlib.sha1(self.bytes().encode()).hexdigest()
    def shot(self, suffix=''): self.box.screenshot(path=str(shots/f'{self.name}{suffix}.png'))

    def settled(self): # its digest, once nothing is on the way any more
        while True:
            before = self.digest()
            self.page.wait_for_timeout(700)
            if self.digest()==before: return before

    def wait(self, ready, what):
        end = time.time()+WAIT
        while time.time()<end:
            try:
                if ready(): return
            except Error: pass                            # the picture was replaced while it was read
            self.page.wait_for_timeout(50)
        raise AssertionError(f'{self.name}: {what}')

    def changes(self, move, what): # seconds until the picture is another one
        before = self.settled()
        start = time.time()
        move()
        self.wait(lambda: self.digest()!=before, f'the picture did not change as {what} moved')
        return time.time()-start

    def slide(self, slider, key='ArrowLeft', times=3):
        name = self.page.get_by_text(slider, exact=True)
        handle = self.box.locator('.widget-slider').filter(has=name).locator('.noUi-handle')
        handle.focus()
        def press():
            for _ in range(times): handle.press(key)
        return self.changes(press, repr(slider))

    def tick(self, words): return self.changes(self.box.get_by_label(words).click, repr(words))

# --- the test

def appear(explorers):
    for e in explorers.values():
        e.box.locator('img').wait_for(state='attached', timeout=1000*WAIT)
        e.wait(e.bytes, 'no picture')
        e.box.scroll_into_view_if_needed()
        e.shot()

def follow_sliders(explorers):
    for name,e in explorers.items():
        words = f'{SLIDERS[name]!r} in {e.slide(SLIDERS[name]):.2f} s'
        heavy = HEAVY.get(name)
        if heavy: words += f', and {heavy!r}, which asks the network, in {e.slide(heavy, times=1):.2f} s'
        e.page.wait_for_timeout(500)
        e.shot('-moved')
        print(f'ok      {name}: the picture follows {words}')

def follow_boxes(e):
    ticked,unticked = (e.tick('random spectra (SSA)') for _ in range(2))
    print(f'ok      {e.name}: the picture follows a box, '
          f'ticked in {ticked:.2f} s, unticked in {unticked:.2f} s')

def answer_wrong_choices(explorers):
    for e in explorers.values():
        words,before = e.box.locator('input[type=text]').first, e.settled()
        says = e.box.get_by_text('target: expected the number of a class')
        words.fill('cat')
        words.press('Enter')
        says.wait_for(timeout=1000*WAIT)
        e.shot('-wrong')
        words.fill('')
        words.press('Enter')
        says.wait_for(state='detached', timeout=1000*WAIT)
        e.wait(lambda: e.digest()==before, 'the picture did not come back after a wrong choice')
    print('ok      a wrong choice is answered with a sentence and can be taken back')

def give_files(e):
    for i,(kind,magic) in enumerate(dict(npy=b'NUM', png=b'PNG').items()):
        with e.page.expect_download(timeout=1000*WAIT) as download:
            e.box.locator('a[download]').nth(i).click()
        data = Path(download.value.path()).read_bytes()
        good = download.value.suggested_filename.endswith(kind) and data[1:4]==magic
        assert good, f'{e.name}: the {kind} file is not one'
    print('ok      a map can be downloaded as npy and png')

def test(page, problems):
    explorers = {name: Explorer(page, name) for name in SLIDERS}
    appear(explorers)
    follow_sliders(explorers)
    follow_boxes(explorers['attack'])
    answer_wrong_choices(explorers)
    give_files(explorers['compare'])
    assert not problems, 'the console shows errors:\n'+'\n'.join(problems)
    print('ok      no error on the console')

def main():
    shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as p:
        browser = chromium(p)
        if browser is None: skip('there is no Chromium here; `playwright install chromium` brings one')
        with voila() as url:
            page,problems,outside = opened(browser, url)
            failed = None
            try: test(page, problems)
            except (AssertionError, Error, TimeoutError) as e: failed = e
            page.screenshot(path=str(shots/'page.png'), full_page=True)
            if failed:
                sys.exit(f'FAILED  {failed}\nconsole: {problems}\nVoila: {log_tail()}\n'
                         f'screenshots in {shots}')
            if outside:
                names = ', '.join(sorted(outside))
                print('        asked for from outside, and answered with nothing:', names)
            print(f'        {browser.browser_type.name} {browser.version}, screenshots in {shots}')
        browser.close()

if __name__=='__main__': main()
