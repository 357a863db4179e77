# aria_component(NAME DEPENDS a b LIBRARIES x y)
#   One folder of the compiler = one static library `ariac_NAME` of all its .cpp files.
#   DEPENDS names other components, LIBRARIES external targets. Layering: tests/lint.
function(aria_component name)
  cmake_parse_arguments(arg "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  list(TRANSFORM arg_DEPENDS PREPEND ariac_)
  if(sources)
    add_library(ariac_${name} STATIC ${sources})
    aria_join_sources(ariac_${name})
    set(scope PUBLIC)
  else()
    add_library(ariac_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(ariac_${name} ${scope} ${CMAKE_SOURCE_DIR}/transpiler)
  target_link_libraries(ariac_${name} ${scope} ${arg_DEPENDS} ${arg_LIBRARIES})
endfunction()

# aria_join_sources(TARGET)
#   With ARIA_JOIN_SOURCES the target's files are compiled in groups, so that what they include is read once for all of
#   them: less than half the time of the first build. Each file includes what it needs all the same; the other presets show.
function(aria_join_sources target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${ARIA_JOIN_SOURCES} UNITY_BUILD_BATCH_SIZE 8)
endfunction()

# aria_unit_tests(FOLDER LIBRARIES x y)
#   tests/unit/FOLDER/*.cpp become the test program `unit_FOLDER`, run by ctest as one test per case.
function(aria_unit_tests folder)
  cmake_parse_arguments(arg "" "" "LIBRARIES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/${folder}/*.cpp)
  if(sources)
    add_executable(unit_${folder} ${sources})
    aria_join_sources(unit_${folder})
    target_link_libraries(unit_${folder} PRIVATE ${arg_LIBRARIES} GTest::gmock_main)
    target_compile_options(unit_${folder} PRIVATE $<$<CONFIG:Release>:-O1>)  # they run for moments, and compile in half the time
    add_test(NAME unit_${folder} COMMAND unit_${folder})
  endif()
endfunction()
