# The program `hegemon`, and the library `hegemon::hegemon` for other programs.

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# The build tree has the shape of an installed one (bin/hegemon beside share/hegemon/scenarios), so that the program finds the
# scenario library by the same relative path in both, and no absolute path is compiled in.
set(HEGEMON_SCENARIOS ${CMAKE_INSTALL_DATADIR}/hegemon/scenarios)
file(RELATIVE_PATH HEGEMON_SCENARIOS_FROM_BIN /prefix/${CMAKE_INSTALL_BINDIR} /prefix/${HEGEMON_SCENARIOS})
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/share/hegemon)
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/scenarios ${PROJECT_BINARY_DIR}/share/hegemon/scenarios SYMBOLIC)
# The page of `hegemon report` lies beside them.
file(CREATE_LINK ${PROJECT_SOURCE_DIR}/analysis/report/dist ${PROJECT_BINARY_DIR}/share/hegemon/report SYMBOLIC)
foreach(target IN ITEMS hegemon_api hegemon_cli)
    target_compile_definitions(${target} ${${target}_scope} HEGEMON_SCENARIOS_FROM_BIN="${HEGEMON_SCENARIOS_FROM_BIN}")
endforeach()

if(EXISTS ${PROJECT_SOURCE_DIR}/sim/cli/main.cpp)
    add_executable(hegemon_program ${PROJECT_SOURCE_DIR}/sim/cli/main.cpp)
    # It looks for libraries where they were when it was linked, installed or not, and nowhere else: CMake's own path for a build
    # tree ends with an empty entry, which stands for the folder at hand.
    set_target_properties(hegemon_program PROPERTIES
        OUTPUT_NAME hegemon BUILD_WITH_INSTALL_RPATH ON INSTALL_RPATH_USE_LINK_PATH ON)
    target_link_libraries(hegemon_program PRIVATE hegemon_cli CLI11::CLI11 hegemon_private_flags)
endif()

# One shared library out of the objects of all layers but the command line's.
set(hegemon_library_layers ${hegemon_layers})
list(REMOVE_ITEM hegemon_library_layers hegemon_cli)
if(TARGET hegemon_api AND hegemon_api IN_LIST hegemon_library_layers)
    list(TRANSFORM hegemon_library_layers REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
    list(REMOVE_ITEM hegemon_private_libraries CLI11::CLI11)
    add_library(hegemon SHARED ${objects})
    add_library(hegemon::hegemon ALIAS hegemon)
    set_target_properties(hegemon PROPERTIES
        LINKER_LANGUAGE CXX
        VERSION ${PROJECT_VERSION}
        SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
    target_compile_features(hegemon INTERFACE cxx_std_20)
    target_compile_options(hegemon INTERFACE -ffp-contract=off)
    target_include_directories(hegemon INTERFACE
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_link_libraries(hegemon
        PUBLIC Eigen3::Eigen
        PRIVATE $<BUILD_INTERFACE:${hegemon_private_libraries}> fmt::fmt Threads::Threads $<BUILD_INTERFACE:hegemon_flags>)
endif()
