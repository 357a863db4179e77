#!/bin/sh
# Compiles through ccache: `ccache.sh COMPILER ARGUMENTS`, with a project that precompiles headers.
# To find a cached result ccache preprocesses, and `-include header` then reads the precompiled form that lies beside the
# header. When that form itself is to be made anew, the old one must be gone, or the old content would be found again.
set -eu
for word; do
  case $word in
    *.gch | *.pch) rm -f -- "$word" ;;
  esac
done
CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime exec ccache "$@"
