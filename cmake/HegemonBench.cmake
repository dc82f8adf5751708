# All of tests/bench in one program, so that ours and the programs written by hand are timed in the same run.
find_package(benchmark 1.7 REQUIRED CONFIG)
find_program(HEGEMON_PYTHON python3 HINTS /usr/bin NO_DEFAULT_PATH)
find_program(HEGEMON_PYTHON python3 REQUIRED)
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bench/*.cpp)
list(FILTER sources EXCLUDE REGEX "_(test|support)\\.cpp$")
add_executable(hegemon_bench ${sources})
target_include_directories(hegemon_bench PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(hegemon_bench PRIVATE
    hegemon_api hegemon_private_flags benchmark::benchmark CLI11::CLI11 fmt::fmt Threads::Threads)
target_compile_definitions(hegemon_bench PRIVATE
    HEGEMON_SOURCE="${PROJECT_SOURCE_DIR}" HEGEMON_PYTHON="${HEGEMON_PYTHON}" HEGEMON_BENCH_WORLDS="${PROJECT_BINARY_DIR}/worlds")
# The loop to compare with is what a careful person gets from a compiler: -O3, baseline x86-64, nothing else.
set_source_files_properties(${PROJECT_SOURCE_DIR}/tests/bench/network_kernel.cpp PROPERTIES COMPILE_OPTIONS -O3)
# The kernel by hand gets what the engine's kernels get.
foreach(set IN ITEMS baseline avx2 avx512)
    set_source_files_properties(${PROJECT_SOURCE_DIR}/tests/bench/hand_kernel_${set}.cpp PROPERTIES
        COMPILE_OPTIONS "${HEGEMON_KERNEL_FLAGS};${HEGEMON_KERNEL_FLAGS_${set}}")
endforeach()
