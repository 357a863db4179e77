"""The compiler cache and precompiled headers: what is found again is what would be compiled now.

usage: compiler_cache.py SOURCE_DIR CXX
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

LAUNCHER, CXX = "", ""


class CompilerCache(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.environment = dict(os.environ, CCACHE_DIR=os.path.join(self.folder, "cache"))

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def compile(self, *arguments):
        return subprocess.run([LAUNCHER, CXX, "-std=c++20", "-fpch-preprocess", "-Winvalid-pch", "-Werror", *arguments],
                              cwd=self.folder, env=self.environment, capture_output=True, text=True)

    def precompile(self):
        made = self.compile("-x", "c++-header", "-include", "all.hpp", "-o", "all.hpp.gch", "-c", "all.hpp.cxx")
        self.assertEqual(made.returncode, 0, made.stderr)

    def test_a_header_that_changed_is_precompiled_anew(self):
        self.write("all.hpp.cxx", "")
        self.write("all.hpp", '#include "part.hpp"\n')
        # The second build begins with the same precompiled form as the first, which the cache brings back.
        for build in (("first", "second"), ("first", "third")):
            for version in build:
                self.write("part.hpp", f"struct Part {{ int {version} = 0; }};\n")
                self.write("uses.cpp", f"int main() {{ return Part{{}}.{version}; }}\n")
                self.precompile()
                found = self.compile("-include", "all.hpp", "-c", "uses.cpp")
                self.assertEqual(found.returncode, 0, found.stderr)
            os.remove(os.path.join(self.folder, "all.hpp.gch"))


if __name__ == "__main__":
    if shutil.which("ccache") is None:
        print("no ccache: nothing is cached")
        sys.exit(0)
    LAUNCHER = os.path.join(os.path.abspath(sys.argv[1]), "transpiler/cmake/build/ccache.sh")
    CXX = sys.argv[2]
    unittest.main(argv=sys.argv[:1])
