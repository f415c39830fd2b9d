"Re-encode the PNG outputs of notebooks with a palette where that is smaller (256 colours, 64 for the largest), keep only the pictures of widgets: python .ci/shrink.py nbs/x.ipynb ..."
import base64, io, json, sys
from PIL import Image

def shrink(b64):
    im = Image.open(io.BytesIO(base64.b64decode(b64)))
    colours = 64 if len(b64)>120_000 else 256
    if im.mode=='P' and len(im.getpalette())//3<=colours: return b64
    out = io.BytesIO()
    im.convert('RGB').quantize(colours, method=Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE).save(out, 'PNG', optimize=True)
    new = base64.b64encode(out.getvalue()).decode()+'\n'
    return new if len(new)<len(b64) else b64

for path in sys.argv[1:]:
    text = open(path, encoding='utf-8').read()
    nb = json.loads(text)
    nb['metadata'].pop('widgets', None)          # a widget without its program is nothing: its picture stays
    for data in (o['data'] for c in nb['cells'] for o in c.get('outputs', []) if 'image/png' in o.get('data', {})): data.pop('application/vnd.jupyter.widget-view+json', None)
    for data in (o['data'] for c in nb['cells'] for o in c.get('outputs', []) if 'image/png' in o.get('data', {})):
        old = ''.join(data['image/png'])
        if len(old)>20_000: data['image/png'] = shrink(old)
    new = json.dumps(nb, ensure_ascii=False, indent=1, sort_keys=True)+'\n'
    if new!=text: open(path, 'w', encoding='utf-8').write(new)
