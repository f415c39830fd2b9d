"""What the tests cannot check without a GPU: python .ci/gpu.py [cuda|mps]

Prints a table, exits 1 if a method breaks its contract there."""
import sys, time
import torch
from attexplore_nb.bench import METHODS
from attexplore_nb.core import check_method
from attexplore_nb.timing import bare_seconds
from attexplore_nb.zoo import load_model, toy_cnn

SLOW = ('lime','shap','scorecam')

def contracts(device):
    "Every method against its contract on the device; how many fail"
    dtype = torch.float32 if device=='mps' else torch.float64
    x = torch.rand(3,3,32,48, dtype=dtype, generator=torch.Generator().manual_seed(0))
    failed = 0
    for name,m in METHODS.items():
        if name in ('lime','shap'): continue
        try: print(f'{name:20s} contract kept; {difference(m, x, device):.1e} of the map from the CPU '
                   '(random methods draw other numbers)')
        except Exception as e:
            failed += 1
            print(f'{name:20s} FAILED: {type(e).__name__}: {e}')
    return failed

def difference(m, x, device):
    "Largest difference of the map from the CPU's, relative to its largest value"
    there = toy_cnn().to(device, x.dtype)
    check_method(m, there, x.to(device), tol=1e-9 if x.dtype==torch.float64 else 1e-3)
    here, gpu = m(toy_cnn().to(x.dtype), x), m(there, x.to(device))
    if gpu.device.type!=device: raise AssertionError(f'expected a map on {device}, got one on {gpu.device}')
    return ((gpu.cpu()-here).abs().max()/here.abs().max().clamp(min=1e-30)).item()

def speeds(arch):
    "Floor share and peak memory of every method on one network"
    net = load_model(arch, device='cuda')
    x, target = torch.rand(8,3,224,224, device='cuda'), torch.zeros(8, dtype=torch.long, device='cuda')
    for _ in range(2): floor = bare_seconds(net, x, target, (8,16,32))
    for name,m in METHODS.items():
        if name in SLOW: continue
        for _ in range(2): e,seconds = timed(m, net, x, target)
        if e.n_grads: print(f'{arch} {name:20s} {e.n_grads:6g} gradients  {seconds/8:.4f} s/image  '
                            f'floor_share {8*e.n_grads*floor/seconds:.2f}  peak {peak()} MiB')
    for n in (50,1000):
        timed(METHODS['ig'], net, x, target, n_steps=n)
        print(f'{arch} ig, {n} steps: peak {peak()} MiB')

def timed(m, net, x, target, **settings):
    torch.cuda.reset_peak_memory_stats()
    torch.cuda.synchronize()
    start = time.perf_counter()
    e = m.explain(net, x, target, gap=False, batch_size=32, **settings)
    torch.cuda.synchronize()
    return e, time.perf_counter()-start

def peak(): return torch.cuda.max_memory_allocated()//2**20

if __name__=='__main__':
    device = sys.argv[1] if len(sys.argv)>1 else 'cuda'
    there = (torch.backends.mps if device=='mps' else torch.cuda).is_available()
    if not there: sys.exit(f'no {device} device here')
    failed = contracts(device)
    if device=='cuda':
        torch.backends.cudnn.benchmark = True
        for arch in ('squeezenet1_0','resnet50'): speeds(arch)
    sys.exit(failed>0)
