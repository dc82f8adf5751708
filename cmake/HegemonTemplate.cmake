# The scenario that `hegemon new` writes is compiled in, so that the program can write it wherever it lies.
set(first_scenario ${PROJECT_SOURCE_DIR}/scenarios/examples/first.toml)
file(READ ${first_scenario} HEGEMON_FIRST_SCENARIO)
set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${first_scenario})
configure_file(${PROJECT_SOURCE_DIR}/sim/cli/first_scenario.cpp.in ${PROJECT_BINARY_DIR}/generated/first_scenario.cpp @ONLY)
target_sources(hegemon_cli PRIVATE ${PROJECT_BINARY_DIR}/generated/first_scenario.cpp)
