"What pip reads; every value comes from settings.ini, so that nbdev and pip cannot disagree"
from configparser import ConfigParser
from pathlib import Path
from setuptools import find_packages, setup

ini = ConfigParser(delimiters=['='], interpolation=None)
ini.read(Path(__file__).parent/'settings.ini', encoding='utf-8')
cfg = ini['DEFAULT']

setup(
    name=cfg['lib_name'], version=cfg['version'], description=cfg['description'],
    long_description=Path('README.md').read_text(encoding='utf-8') if Path('README.md').exists() else '',
    long_description_content_type='text/markdown',
    author=cfg['author'], author_email=cfg['author_email'], url=cfg['git_url'],
    keywords=cfg['keywords'].split(),
    license='Apache-2.0',
    classifiers=['Programming Language :: Python :: 3', 'Intended Audience :: Science/Research',
                 'Topic :: Scientific/Engineering :: Artificial Intelligence'],
    python_requires='>='+cfg['min_python'],
    packages=find_packages(include=[cfg['lib_path'], cfg['lib_path']+'.*']),
    package_data={cfg['lib_path']: ['weights/*.safetensors']}, include_package_data=True, zip_safe=False,
    install_requires=cfg['requirements'].split(),
    extras_require={e: cfg[f'{e}_requirements'].split() for e in ('dev','perturbation','ray','tune','zoo')},
    entry_points={'console_scripts': cfg['console_scripts'].split(),
                  'nbdev': [f"{cfg['lib_name']}={cfg['lib_name']}._modidx:d"]})
