# Compiler settings shared by every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

set(ARIA_SANITIZE "" CACHE STRING "Sanitizers for every target, as -fsanitize= takes them")
if(ARIA_SANITIZE)
  add_compile_options(-fsanitize=${ARIA_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ARIA_SANITIZE})
endif()

option(ARIA_JOIN_SOURCES "Compile the files of a folder in groups" OFF)

find_program(ARIA_CCACHE ccache)
if(ARIA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ARIA_CCACHE})
endif()

add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wall> $<$<COMPILE_LANGUAGE:CXX>:-Wextra> $<$<COMPILE_LANGUAGE:CXX>:-Wpedantic>)
find_package(Threads REQUIRED)
