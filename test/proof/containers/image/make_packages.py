"""Fills a folder with the package indexes that the images of image-settings.test.ts are built from."""

import io
import os
import sys
import tarfile
import zipfile

LEGACY_SETUP = '''
import os
import subprocess

import buildhelper
from setuptools import setup
from setuptools.command.build_py import build_py


class compile_too(build_py):
    def run(self):
        super().run()
        library = os.path.join(self.build_lib, "legacy_answer.so")
        subprocess.check_call([buildhelper.compiler, "-shared", "-fPIC", "-o", library, "answer.c"])


setup(name="legacy", version="1.0", py_modules=["legacy"], cmdclass={"build_py": compile_too})
'''

LEGACY = '''
import ctypes
import os

answer = ctypes.CDLL(os.path.join(os.path.dirname(__file__), "legacy_answer.so")).answer
'''


def place(folder, index, name, filename, content):
    home = os.path.join(folder, index, "simple", name)
    os.makedirs(home, exist_ok=True)
    with open(os.path.join(home, filename), "wb") as file:
        file.write(content)
    with open(os.path.join(home, "links.html"), "a") as page:
        page.write(f'<a href="{filename}">{filename}</a>\n')


def wheel(folder, index, name, version, body, requires=()):
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += "".join(f"Requires-Dist: {one}\n" for one in requires)
    info = f"{name}-{version}.dist-info"
    tags = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files = {f"{name}.py": body, f"{info}/METADATA": metadata, f"{info}/WHEEL": tags}
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path, text in files.items():
            # A fixed date, so that two runs make the same bytes.
            archive.writestr(zipfile.ZipInfo(path), text)
    place(folder, index, name, f"{name}-{version}-py3-none-any.whl", content.getvalue())


def source(folder, index, name, version, files):
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for path, text in files.items():
            member = tarfile.TarInfo(f"{name}-{version}/{path}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    place(folder, index, name, f"{name}-{version}.tar.gz", content.getvalue())


def main(folder):
    # The same package on both: the one that was asked for, and a stranger's with a higher version.
    for index in ("open", "guarded"):
        wheel(folder, index, "served", "1.0+own", 'origin = "own"\n', ["helper"])
    wheel(folder, "guarded", "lonely", "1.0", "")
    wheel(folder, "public", "served", "1.0", 'origin = "stranger"\n')
    wheel(folder, "public", "served", "9.0", 'origin = "stranger"\n')
    wheel(folder, "public", "helper", "1.0", "")
    wheel(folder, "public", "needsnine", "1.0", "", ["served>=9"])
    wheel(folder, "public", "buildhelper", "1.0", 'compiler = "gcc"\n')
    source(
        folder,
        "public",
        "legacy",
        "1.0",
        {
            "setup.py": LEGACY_SETUP,
            "legacy.py": LEGACY,
            "answer.c": "int answer(void) { return 42; }\n",
            "PKG-INFO": "Metadata-Version: 2.1\nName: legacy\nVersion: 1.0\n",
        },
    )


main(sys.argv[1])
