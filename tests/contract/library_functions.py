#!/usr/bin/env python3
"""A call of a user's function must not find one of the library by its arguments' types: whatever the library's headers
declare in namespace aria as a function stands in the list of cpp/argument_lookup.cpp.

    library_functions.py ROOT              checks the list
    library_functions.py ROOT --print      prints what the headers declare
"""
import os
import re
import sys

HEADERS = ("runtime/include/aria", "stdlib/include/aria")
LIST = "transpiler/cpp/argument_lookup.cpp"
PIECE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'|^[ \t]*#[^\n]*(?:\\\n[^\n]*)*', re.S | re.M)
DECLARES = re.compile(r"\b([a-z]\w*)\s*\(")
OBJECT = re.compile(r"\binline constexpr [\w:<>, ]+ ([a-z]\w*)\s*(?:[{=;]|$)")
NO_FUNCTION = re.compile(r"^\s*(?:template\s*<.*>\s*)?(?:class|struct|enum|union|using|concept|static_assert|friend|extern template)\b", re.S)


def without_template_head(text):
    """What follows `template <…> requires (…)`."""
    text = text.strip()
    while text.startswith("template"):
        depth, at = 0, text.index("<")
        for at in range(at, len(text)):
            depth += {"<": 1, ">": -1}.get(text[at], 0)
            if depth == 0:
                break
        text = text[at + 1:].strip()
    if text.startswith("requires"):
        depth, at = 0, 0
        for at, letter in enumerate(text):
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if depth == 0 and at > 8 and letter == ")" and re.match(r"\s+(?!&&|\|\|)", text[at + 1:]):
                break
        text = text[at + 1:].strip()
    return re.sub(r"\[\[.*?\]\]|\bnoexcept\s*\(.*?\)|\bdecltype\s*\(.*?\)|\bexplicit\s*\(.*?\)", " ", text)


def functions_of(text):
    text = PIECE.sub(" ", text)
    scopes, chunk, found = [], "", set()
    for letter in text:
        if letter not in "{};":
            chunk += letter
            continue
        space = scopes == ["aria"]
        head = without_template_head(chunk)
        if space and letter in "{;" and not NO_FUNCTION.match(chunk.strip()) and not NO_FUNCTION.match(head):
            if named := DECLARES.search(head):
                found.add(named.group(1))
            elif named := OBJECT.search(head):
                found.add(named.group(1))
        if letter == "{":
            named = re.search(r"\bnamespace ([\w:]+)\s*$", chunk)
            scopes.append(named.group(1) if named else "")
        elif letter == "}" and scopes:
            scopes.pop()
        chunk = ""
    return found


def declared(root):
    found = set()
    for top in HEADERS:
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in names:
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    found |= functions_of(file.read())
    return found - {"operator"}


def main():
    root = sys.argv[1]
    names = declared(root)
    if "--print" in sys.argv:
        print(" ".join(sorted(names)))
        return 0
    with open(os.path.join(root, LIST), encoding="utf-8") as file:
        listed = set(" ".join(re.findall(r'"([^"]*)"', file.read())).split())
    for name in sorted(names - listed):
        print(f"{LIST}: `{name}`, which the library declares, is missing")
    return 1 if names - listed else 0


if __name__ == "__main__":
    sys.exit(main())
