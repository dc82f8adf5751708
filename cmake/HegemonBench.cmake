# All of tests/bench in one program, so that ours and the hand-written loop are timed in the same run.
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bench/*.cpp)
add_executable(hegemon_bench ${sources})
target_include_directories(hegemon_bench PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(hegemon_bench PRIVATE hegemon_api hegemon_private_flags CLI11::CLI11 fmt::fmt Threads::Threads)
target_compile_definitions(hegemon_bench PRIVATE HEGEMON_SOURCE="${PROJECT_SOURCE_DIR}")
# The loop to compare with is what a careful person gets from a compiler: -O3, baseline x86-64, nothing else.
set_source_files_properties(${PROJECT_SOURCE_DIR}/tests/bench/network_kernel.cpp PROPERTIES COMPILE_OPTIONS -O3)
