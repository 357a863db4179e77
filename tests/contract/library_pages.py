#!/usr/bin/env python3
"""The pages of docs/reference name every public member of the library, and nothing that it does not have.

    library_pages.py ROOT

A heading that begins with a type in backquotes opens that type's members, `## Functions` the free functions. The first column of a table below it names members in backquotes: `len`, `take(n)`; `Type.member` names
one of another type wherever it stands.
"""
import os
import re
import sys

HEADING = re.compile(r"^#+ (?:`(\w+)[^`]*`|(\w.*))$")
ROW = re.compile(r"^\|(.*?)(?<!\\)\|(.*)\|$")
CODE = re.compile(r"`([^`]+)`")
MEMBER = re.compile(r"^(?:(\w+)\.)?([a-z_]\w*[?!]?)")
DECLARED = re.compile(r"^(?:pub )?(?:type|enum|trait) (\w+)")
FUNCTION = re.compile(r"^( *)(?:pub )?fn ([a-z_]\w*[?!]?)")
IMPL = re.compile(r"^(?:impl(?:<.*?>)? |(?:pub )?trait )(.+)$")
FREE = "Functions"
SAME = {"Int64": "Int", "Integer": "Int", "Float64": "Float", "Floating": "Float"}
WIDTHS = re.compile(r"^U?Int\d+$")


def target_of(text):
    """The type whose members an `impl` or trait declares; nothing for an impl of a trait."""
    if re.search(r"\bfor\b", text):
        return None
    if text.startswith("["):
        return "Array"
    if text.startswith("("):
        return "Tuple"
    name = re.match(r"\w+", text).group(0)
    return SAME.get(name, name)


def declared(root):
    """Members by type and every type, as stdlib/aria declares them."""
    members, types = {}, set()
    for folder, folders, files in os.walk(os.path.join(root, "stdlib/aria")):
        folders.sort()
        for file in sorted(files):
            target = None
            with open(os.path.join(folder, file), encoding="utf-8") as text:
                for line in text:
                    if match := DECLARED.match(line):
                        types.add(match.group(1))
                    if match := IMPL.match(line.rstrip()):
                        target = target_of(match.group(1)) or ""
                    elif line.startswith("end"):
                        target = None
                    if match := FUNCTION.match(line):
                        owner = FREE if not match.group(1) else target
                        if owner:
                            members.setdefault(owner, set()).add(match.group(2))
    return members, types


def documented(root):
    """Members by type as the tables name them, with the place of each, and every word in backquotes."""
    members, words = {}, set()
    folder = os.path.join(root, "docs/reference")
    for file in sorted(os.listdir(folder)):
        section, fenced = None, False
        with open(os.path.join(folder, file), encoding="utf-8") as text:
            for number, line in enumerate(text, 1):
                fenced ^= line.startswith("```")
                if fenced:
                    continue
                for code in CODE.findall(line):
                    words.update(re.findall(r"\w+", code))
                if match := HEADING.match(line.rstrip()):
                    section = match.group(1) or (FREE if match.group(2) == FREE else None)
                if match := ROW.match(line.rstrip()):
                    for code in CODE.findall(match.group(1) if section else line):
                        member = MEMBER.match(code)
                        if member and (member.group(1) or section):
                            owner = member.group(1) or section
                            owner = "Int" if WIDTHS.match(owner) else owner
                            members.setdefault(owner, {})[member.group(2)] = f"docs/reference/{file}:{number}"
    return members, words


def main():
    root = sys.argv[1]
    library, types = declared(root)
    pages, words = documented(root)
    problems = []
    for owner, names in sorted(library.items()):
        for name in sorted(names - set(pages.get(owner, {}))):
            problems.append(f"docs/reference does not name `{name}` of {owner}")
    for owner, names in sorted(pages.items()):
        if owner not in library and owner not in types and owner != FREE:
            continue  # a module or a value in an example
        for name, place in sorted(names.items()):
            if name not in library.get(owner, set()):
                problems.append(f"{place}: {owner} has no `{name}`")
    problems += [f"docs/reference never mentions `{name}`" for name in sorted(types - words)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
