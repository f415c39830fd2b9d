"""The explorers in a real browser: python .ci/browser.py [FOLDER]

Serves nbs/tutorials/explorers.ipynb by Voila, opens it in headless Chromium, moves sliders with the keyboard, makes a wrong choice, downloads a map.
Checks that each picture changed, that the wrong choice is answered with a sentence, and that the console is free of errors. Screenshots go to FOLDER.
Exits 0 with a sentence where there is no Chromium or no Voila: `pip install -e ".[dev]"` and `playwright install chromium`."""
import hashlib, importlib.util, os, shutil, socket, subprocess, sys, tempfile, time
from pathlib import Path
from urllib.request import urlopen

top = Path(__file__).resolve().parent.parent
page_file = top/'nbs/tutorials/explorers.ipynb'
shots = Path(sys.argv[1] if len(sys.argv)>1 else tempfile.mkdtemp())
WAIT = float(os.environ.get('BROWSER_WAIT', 300))                      # seconds; a busy machine needs them
SLIDERS = dict(path='step', frequency='map of step', attack='step', isa='round', metric='pixels, %', compare='full colour, %') # explorer -> a light slider
HEAVY = dict(path='moves', frequency='rho', attack='ε × 255', isa='S, overlap')                                         # -> one that asks the network

def skip(why): print(f'browser test not run: {why}'); sys.exit(0)

for p in ('playwright','voila'):
    if importlib.util.find_spec(p) is None: skip(f'{p} is not installed; it is among the development extras')
from playwright.sync_api import Error, TimeoutError, sync_playwright

def chromium(p): # a browser, or None
    own = [shutil.which(n) for n in ('chromium','chromium-browser','google-chrome','google-chrome-stable','chrome')]
    for path in [None, *filter(None, own)]:                            # Playwright's own, then the machine's
        try: return p.chromium.launch(executable_path=path, args=['--no-sandbox','--disable-dev-shm-usage'])
        except Error: pass

def free_port():
    with socket.socket() as s: s.bind(('127.0.0.1', 0)); return s.getsockname()[1]

def serve(port, log):
    return subprocess.Popen([sys.executable, '-m', 'voila', str(page_file), '--no-browser', f'--port={port}', '--Voila.ip=127.0.0.1', '--show_tracebacks=True',
                             f'--VoilaExecutor.timeout={int(WAIT)}', f'--VoilaExecutor.startup_timeout={int(WAIT)}'], stdout=log, stderr=subprocess.STDOUT, cwd=top)

class Explorer:
    "One explorer on the page"
    def __init__(self, page, name): self.page,self.name,self.box = page,name,page.locator(f'.explorer-{name}')
    def bytes(self): # of its picture
        return self.page.evaluate("async s => { const i = document.querySelector(s); const b = await (await fetch(i.src)).arrayBuffer();"
                                  "return i.naturalWidth>0 ? Array.from(new Uint8Array(b)).join(',') : '' }", f'.explorer-{self.name} img')
    def digest(self): return hashlib.sha1(self.bytes().encode()).hexdigest()
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
            except Error: pass                                         # the picture was replaced while it was read
            self.page.wait_for_timeout(50)
        raise AssertionError(f'{self.name}: {what}')
    def slide(self, slider, key='ArrowLeft', times=3): # seconds until the picture has changed
        handle = self.box.locator('.widget-slider').filter(has=self.page.get_by_text(slider, exact=True)).locator('.noUi-handle')
        before = self.settled()
        handle.focus()
        start = time.time()
        for _ in range(times): handle.press(key)
        self.wait(lambda: self.digest()!=before, f'the picture did not change as {slider!r} moved')
        return time.time()-start
    def shot(self, suffix=''): self.box.screenshot(path=str(shots/f'{self.name}{suffix}.png'))

def test(page, problems):
    boxes = {n: Explorer(page, n) for n in SLIDERS}
    for n,e in boxes.items():
        e.box.locator('img').wait_for(state='attached', timeout=1000*WAIT)
        e.wait(lambda: e.bytes(), 'no picture')
        e.box.scroll_into_view_if_needed(); e.shot()
    for n,s in SLIDERS.items():
        light = boxes[n].slide(s)
        heavy = f', {boxes[n].slide(HEAVY[n], times=1):.2f} s where {HEAVY[n]!r} asks the network' if n in HEAVY else ''
        page.wait_for_timeout(500); boxes[n].shot('-moved')
        print(f'ok      {n}: the picture follows {s!r} in {light:.2f} s{heavy}')
    for n in boxes:                                                    # a wrong choice, and back
        words = boxes[n].box.locator('input[type=text]').first
        before = boxes[n].settled()
        words.fill('cat'); words.press('Enter')
        says = boxes[n].box.get_by_text('target: expected the number of a class')
        says.wait_for(timeout=1000*WAIT); boxes[n].shot('-wrong')
        words.fill(''); words.press('Enter')
        says.wait_for(state='detached', timeout=1000*WAIT)
        boxes[n].wait(lambda: boxes[n].digest()==before, 'the picture did not come back after a wrong choice')
    print('ok      a wrong choice is answered with a sentence and can be taken back')
    for i,kind in enumerate(('npy','png')):
        with page.expect_download(timeout=1000*WAIT) as d: boxes['compare'].box.locator('a[download]').nth(i).click()
        data = Path(d.value.path()).read_bytes()
        assert d.value.suggested_filename.endswith(kind) and data[1:4]==dict(npy=b'NUM', png=b'PNG')[kind], f'compare: the {kind} file is not one'
    print('ok      a map can be downloaded as npy and png')
    assert not problems, 'the console shows errors:\n'+'\n'.join(problems)
    print('ok      no error on the console')

def main():
    shots.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as p, open(shots/'voila.log', 'w') as log:
        browser = chromium(p)
        if browser is None: skip('there is no Chromium here; `playwright install chromium` brings one')
        port = free_port(); url = f'http://127.0.0.1:{port}/'
        server = serve(port, log)
        try:
            for _ in range(int(WAIT*5)):
                if server.poll() is not None: sys.exit(f'Voila did not start:\n{(shots/"voila.log").read_text()[-3000:]}')
                try: urlopen(url+'voila/static/', timeout=2)
                except OSError as e:
                    if getattr(e, 'code', None): break                 # it answers
                else: break
                time.sleep(.2)
            page = browser.new_page(viewport=dict(width=1300, height=900), accept_downloads=True)
            page.set_default_timeout(1000*WAIT)
            problems,outside = [],set()
            def other(route): outside.add(route.request.url.split('?')[0]); route.fulfill(status=200, body='')
            page.route(lambda u: u.startswith('http') and not u.startswith(url), other)     # the test needs no network
            page.on('console', lambda m: problems.append(m.text) if m.type=='error' and 'favicon' not in m.text else None)
            page.on('pageerror', lambda e: problems.append(str(e)))
            page.goto(url, wait_until='load')
            try: test(page, problems)
            except (AssertionError, Error, TimeoutError) as e:
                page.screenshot(path=str(shots/'page.png'), full_page=True)
                sys.exit(f'FAILED  {e}\nconsole: {problems}\nVoila: {(shots/"voila.log").read_text()[-3000:]}\nscreenshots in {shots}')
            page.screenshot(path=str(shots/'page.png'), full_page=True)
            if outside: print('        asked for from outside, and answered with nothing:', ', '.join(sorted(outside)))
            print(f'        {browser.browser_type.name} {browser.version}, screenshots in {shots}')
        finally:
            server.terminate()
            try: server.wait(10)
            except subprocess.TimeoutExpired: server.kill()
            browser.close()

if __name__=='__main__': main()
