"""The source of a C library for wine 8 that also has the complex functions of C99.

Every name of wine's own ucrtbase is passed on to a copy of it, but for the complex functions, which
wine names and does not have. Windows passes a complex number as a pair.
"""

import re
import subprocess
from pathlib import Path

from steps.trouble import Trouble

OWN = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll")
MARK = b"Wine builtin DLL"
SHIM_MARK = b"OptLab wine shim"
"""What is in each of our own libraries, as long as wine's mark, whose place it takes in a copy."""
MARK_AT = 0x40
OF_ONE = (
    *("cacos", "cacosh", "casin", "casinh", "catan", "catanh", "ccos", "ccosh", "cexp", "clog"),
    *("clog10", "conj", "cproj", "csin", "csinh", "csqrt", "ctan", "ctanh"),
)
TO_REAL = {
    "cabs": "hypot%s(a.r, a.i)",
    "carg": "atan2%s(a.i, a.r)",
    "creal": "a.r",
    "cimag": "a.i",
    "norm": "a.r * a.r + a.i * a.i",
}
HEAD = """#include <complex.h>
#include <math.h>
__attribute__((used)) static const char mark[] = "OptLab wine shim";
typedef struct { float r, i; } F;
typedef struct { double r, i; } D;
static inline float _Complex uf(F a) { return __builtin_complex(a.r, a.i); }
static inline double _Complex ud(D a) { return __builtin_complex(a.r, a.i); }
static inline F pf(float _Complex z) { F f = {__real__ z, __imag__ z}; return f; }
static inline D pd(double _Complex z) { D f = {__real__ z, __imag__ z}; return f; }
double _Complex clog10(double _Complex z) { return clog(z) / 2.302585092994045684; }
float _Complex clog10f(float _Complex z) { return clogf(z) / 2.302585093f; }
F sh_cpowf(F a, F b) { return pf(cpowf(uf(a), uf(b))); }
D sh_cpow(D a, D b) { return pd(cpow(ud(a), ud(b))); }
"""


def write_shim(work: Path) -> None:
    """Write shim.c, shim.def and ucrtwine.dll, the copy that the rest is passed on to."""
    lines, ours = [HEAD], {"cpowf": "sh_cpowf", "cpow": "sh_cpow", "cpowl": "sh_cpow"}
    for name in OF_ONE:
        lines.append(f"F sh_{name}f(F a) {{ return pf({name}f(uf(a))); }}")
        lines.append(f"D sh_{name}(D a) {{ return pd({name}(ud(a))); }}")
        ours |= {f"{name}f": f"sh_{name}f", name: f"sh_{name}", f"{name}l": f"sh_{name}"}
    for name, rule in TO_REAL.items():
        single, double = (rule.replace("%s", suffix) for suffix in ("f", ""))
        lines.append(f"float sh_{name}f(F a) {{ return {single}; }}")
        lines.append(f"double sh_{name}(D a) {{ return {double}; }}")
        ours |= {f"{name}f": f"sh_{name}f", name: f"sh_{name}", f"{name}l": f"sh_{name}"}
    (work / "shim.c").write_text("\n".join(lines), "ascii")
    (work / "shim.def").write_text(
        "LIBRARY ucrtbase.dll\nEXPORTS\n" + "".join(_export(name, ours) for name in exports(OWN)),
        "ascii",
    )
    copy = bytearray(OWN.read_bytes())
    if not copy.startswith(MARK, MARK_AT):
        raise Trouble(f"{OWN} is not the library of wine 8 that the shim was made for.")
    copy[MARK_AT : MARK_AT + len(MARK)] = SHIM_MARK  # or wine would load its own instead
    (work / "ucrtwine.dll").write_bytes(copy)


def _export(name: str, ours: dict[str, str]) -> str:
    if not name.replace("_", "").isalnum():
        return f'"{name}" = "ucrtwine.{name}"\n'
    return f" {name} = {ours.get(name, f'ucrtwine.{name}')}\n"


def exports(library: Path) -> list[str]:
    """The names that a library for Windows gives away."""
    printed = subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", str(library)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    table = printed.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    return re.findall(r"^\s*\[\s*\d+\]\s+(?:\+base\[\s*\d+\]\s+\S+\s+)?(\S+)$", table, re.MULTILINE)
