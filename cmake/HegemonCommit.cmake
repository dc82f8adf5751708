# The commit that is built, for `hegemon --version` and the provenance of run files: a source file of its own, so that a new
# commit recompiles nothing else. Each build asks, since sources change without git. Without a repository of our own it is
# "unknown".
set(HEGEMON_COMMIT_SOURCE ${PROJECT_BINARY_DIR}/generated/commit.cpp)

find_package(Git QUIET)
add_custom_target(hegemon_commit
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DOUTPUT=${HEGEMON_COMMIT_SOURCE} -DGIT=${GIT_EXECUTABLE}
        -P ${CMAKE_CURRENT_LIST_DIR}/WriteCommit.cmake
    BYPRODUCTS ${HEGEMON_COMMIT_SOURCE}
    COMMENT "Asking git for the commit"
    VERBATIM)
target_sources(hegemon_api PRIVATE ${HEGEMON_COMMIT_SOURCE})
add_dependencies(hegemon_api hegemon_commit)
