"What the tests cannot check without a GPU: python .ci/gpu.py [cuda|mps]. Prints a table, exits 1 if a method breaks its contract there"
import sys
import torch
from attexplore_nb.bench import METHODS, bare_seconds, measure
from attexplore_nb.core import check_method
from attexplore_nb.zoo import load_model, toy_cnn

device = sys.argv[1] if len(sys.argv)>1 else 'cuda'
if not (torch.backends.mps if device=='mps' else torch.cuda).is_available():
    sys.exit(f'no {device} device here')
dtype = torch.float32 if device=='mps' else torch.float64
x = torch.rand(3,3,32,48, dtype=dtype, generator=torch.Generator().manual_seed(0))
net = toy_cnn().to(dtype)
failed = 0
for name,m in METHODS.items():
    if name in ('lime','shap'): continue
    try:
        cpu = m(net, x)
        net_gpu = toy_cnn().to(device, dtype)
        gpu = m(net_gpu, x.to(device))
        check_method(m, net_gpu, x.to(device), tol=1e-9 if dtype==torch.float64 else 1e-3)
        assert gpu.device.type==device
        print(f'{name:20s} contract kept; largest difference from the CPU {(gpu.cpu()-cpu).abs().max()/cpu.abs().max().clamp(min=1e-30):.1e} of the map (random methods draw other numbers)')
    except Exception as e: failed += 1; print(f'{name:20s} FAILED: {type(e).__name__}: {e}')

if device=='cuda':
    torch.backends.cudnn.benchmark = True
    for arch in ('squeezenet1_0','resnet50'):
        net = load_model(arch, device=device)
        x = torch.rand(8,3,224,224, device=device); t = torch.zeros(8, dtype=torch.long, device=device)
        for _ in range(2): floor = bare_seconds(net, x, t, (8,16,32))
        for name,m in METHODS.items():
            if name in ('lime','shap','scorecam'): continue
            for _ in range(2): torch.cuda.reset_peak_memory_stats(); r = measure(net, x, t, m, {}, batch_size=32)
            if r.grads: print(f'{arch} {name:20s} {r.grads/8:6g} gradients  {r.seconds/8:.4f} s/image  floor_share {r.grads*floor/r.seconds:.2f}  peak {torch.cuda.max_memory_allocated()/2**20:.0f} MiB')
        for n in (50,1000):
            torch.cuda.reset_peak_memory_stats(); METHODS['ig'](net, x, t, n_steps=n, batch_size=32)
            print(f'{arch} ig, {n} steps: peak {torch.cuda.max_memory_allocated()/2**20:.0f} MiB')
sys.exit(failed>0)
