# The commit that is built, for `hegemon --version` and the provenance of run files: a source file of its own, written again
# whenever HEAD moves, so that a new commit recompiles nothing else. Without a repository of our own it is "unknown".
set(HEGEMON_COMMIT_SOURCE ${PROJECT_BINARY_DIR}/generated/commit.cpp)

set(moves "")
find_package(Git QUIET)
if(Git_FOUND)
    # Each commit and checkout adds a line to this file.
    execute_process(COMMAND ${GIT_EXECUTABLE} rev-parse --git-path logs/HEAD WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        OUTPUT_VARIABLE log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    get_filename_component(log "${log}" ABSOLUTE BASE_DIR ${PROJECT_SOURCE_DIR})
    if(log AND EXISTS "${log}" AND NOT IS_DIRECTORY "${log}")
        set(moves ${log})
    endif()
endif()

add_custom_command(OUTPUT ${HEGEMON_COMMIT_SOURCE}
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DOUTPUT=${HEGEMON_COMMIT_SOURCE} -DGIT=${GIT_EXECUTABLE}
        -P ${CMAKE_CURRENT_LIST_DIR}/WriteCommit.cmake
    DEPENDS ${moves} ${CMAKE_CURRENT_LIST_DIR}/WriteCommit.cmake
    COMMENT "Asking git for the commit"
    VERBATIM)
target_sources(hegemon_api PRIVATE ${HEGEMON_COMMIT_SOURCE})
