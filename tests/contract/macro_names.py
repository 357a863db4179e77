#!/usr/bin/env python3
"""Every macro that an emitted file can meet is known to the printer, which spells such names with a trailing `_`."""
import re
import subprocess
import sys
from pathlib import Path

root = Path(sys.argv[1])
compiler = sys.argv[2]
folders = [root / "stdlib/include", root / "runtime/include"]
headers = sorted(str(header.relative_to(folder)) for folder in folders for header in (folder / "aria").rglob("*.hpp") if "detail" not in header.parts)
source = "".join(f"#include <{header}>\n" for header in headers)
flags = [f"-I{folder}" for folder in folders]
listed = subprocess.run([compiler, "-std=c++20", *flags, "-dM", "-E", "-x", "c++", "-"], input=source, capture_output=True, text=True, check=True)
macros = set(re.findall(r"^#define ([A-Za-z]\w*)", listed.stdout, re.MULTILINE))
macros = {name for name in macros if not name.startswith("ARIA_") and "__" not in name}
known = set(re.findall(r"\w+", " ".join(re.findall(r'"([^"]*)"', (root / "transpiler/cpp/macro_names.cpp").read_text()))))
known |= set(re.findall(r'"(\w+)"', (root / "transpiler/cpp/spelling.cpp").read_text()))
assert len(macros) > 300, "the compiler lists hardly any macro"
missing = sorted(macros - known)
for name in missing:
    print(f"transpiler/cpp/macro_names.cpp does not know the macro `{name}`")
sys.exit(1 if missing else 0)
