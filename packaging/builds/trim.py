"""What PyInstaller would bring along and OptLab never loads: half of the size."""

from fnmatch import fnmatch

LEFT_OUT = (
    *("tkinter", "lib2to3", "pytest", "hypothesis", "IPython", "setuptools", "pkg_resources"),
    *("matplotlib", "scipy", "pandas", "PIL", "h5py", "cupy", "numba", "colorcet", "jupyter_rfb"),
    *("numpy.f2py", "numpy.testing", "numpy.distutils", "numpy._core.tests"),
    *("pyqtgraph.examples", "pyqtgraph.jupyter", "pyqtgraph.console"),
    *("OpenGL.GLUT", "OpenGL.GLE", "OpenGL.Tk", "OpenGL_accelerate"),
    *(f"PySide6.Qt{name}" for name in ("Qml", "Quick", "Sql", "Designer", "Help", "UiTools")),
    *("PySide6.QtNetwork", "PySide6.QtTest", "ssl", "_ssl", "_hashlib", "readline"),
)
"""Modules. Without `_ssl` and `_hashlib` no OpenSSL: hashes come from Python's own code."""

UNUSED_FILES = (
    "*/Qt/translations/*",
    "*/translations/qt*",
    "*/plugins/platforms/*eglfs*",
    "*/plugins/platforms/*linuxfb*",
    "*/plugins/platforms/*minimal*",
    "*/plugins/platforms/*vkkhrdisplay*",
    "*/plugins/platforms/*vnc*",
    "*/plugins/egldeviceintegrations/*",
    "*/plugins/generic/*",
    "*/plugins/platformthemes/*gtk3*",
    "*/plugins/tls/*",
    "*/plugins/networkinformation/*",
    "*/plugins/platforminputcontexts/*virtualkeyboard*",
    "*/plugins/imageformats/*webp*",
    "*/plugins/imageformats/*tiff*",
    "*/plugins/imageformats/*tga*",
    "*/plugins/imageformats/*wbmp*",
    "*/plugins/imageformats/*icns*",
    "*/plugins/imageformats/*pdf*",
    "*Qt6Qml*",
    "*Qt6Quick*",
    "*Qt6VirtualKeyboard*",
    "*Qt6Pdf*",
    "*Qt6EglF[sS]*",
    "*/libstdc++.so*",
    "*/libgcc_s.so*",
    *(f"*/lib{name}.so*" for name in ("atk-1.0", "cairo", "cairo-gobject", "gdk_pixbuf-2.0")),
    *(f"*/lib{name}.so*" for name in ("pango-1.0", "pangocairo-1.0", "pangoft2-1.0", "pixman-1")),
    *(f"*/lib{name}.so*" for name in ("datrie", "thai", "fribidi", "harfbuzz", "graphite2")),
    "*/pyqtgraph/icons/*",
    "*opengl32sw.dll",
    "*/ucrtbase.dll",
    "*/api-ms-win-*.dll",
    "*OpenGL/DLLS/*",
    "*numpy/*/tests/*",
    "*numpy/f2py/*",
)
"""Patterns of files in the bundle, with forward slashes.

libstdc++ and libgcc_s: the driver for OpenGL of a newer system needs its own, newer ones, and only
one of each can be loaded. Qt and NumPy ask for GCC 5 and no later.

The theme of GTK and all that it draws with: OptLab has a style of its own on every system.

ucrtbase.dll and its kin are a part of Windows 10, and Qt runs on nothing older; under wine the one
that PyInstaller finds is the shim of builds/shim.py.

opengl32sw.dll: PyOpenGL always loads the system's opengl32, so Qt's own would only take room."""


def keeps(name: str) -> bool:
    """Whether a file of the bundle, by its name in it, is needed."""
    path = "/" + name.replace("\\", "/")
    return not any(fnmatch(path, pattern) for pattern in UNUSED_FILES)
