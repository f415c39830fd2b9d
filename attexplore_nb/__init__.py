"""Attribution as a path integral: which pixels made the network decide?

Where to go from here, in Python:

    from attexplore_nb.all import *

    net, images = load_model('shapes_vit', 'default'), shapes(4)    # or your network, your pixels in [0,1]
    attr = attexplore(net, images.x)                                # a map for each image
    print(attexplore.explain(net, images.x))                        # what is known about it
    show(images.x, attr, images.mask)                               # a picture

or in a shell: `attexplore bench`, `attexplore explain photo.jpg`, `attexplore methods`. Each module is a
notebook in the folder nbs/ of the repository, nbs/tutorials/ is where to begin reading.
"""
import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

__version__ = "0.1.0"

class _Room(ModuleType):
    "A module of this package, which says what to do when it is called like the method of its name"
    def __call__(self, *args, **kwargs):
        name = self.__name__.rpartition('.')[2]
        meant = f"perhaps {self.__name__}.{name} is meant; " if hasattr(self, name) else ''
        raise TypeError(f"{self.__name__} is a module and cannot be called; {meant}"
                        "all methods come with: from attexplore_nb.all import *")

class _House(ModuleType):
    "The package: its modules are there when they are asked for"
    def __setattr__(self, name, value): # the import system binds each module here
        if type(value) is ModuleType: value.__class__ = _Room
        super().__setattr__(name, value)

    def __getattr__(self, name):
        room = f'{__name__}.{name}'
        if not name.startswith('_') and find_spec(room): return import_module(room)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; "
                             "all names come with: from attexplore_nb.all import *")

sys.modules[__name__].__class__ = _House
