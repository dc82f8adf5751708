# All of tests/bench in one program, so that ours and the hand-written loop are timed in the same run.
file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/bench/*.cpp)
if(sources)
    add_executable(hegemon_bench ${sources})
    target_include_directories(hegemon_bench PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(hegemon_bench PRIVATE hegemon_api hegemon_private_flags CLI11::CLI11)
    target_compile_definitions(hegemon_bench PRIVATE HEGEMON_SOURCE="${PROJECT_SOURCE_DIR}")
endif()
