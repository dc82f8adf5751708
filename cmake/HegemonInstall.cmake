# `cmake --install`: program, library, headers, scenarios, and what find_package(hegemon) reads.
include(CMakePackageConfigHelpers)

set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/hegemon)
if(TARGET hegemon_program)
    install(TARGETS hegemon_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
# What the program says of itself: completion for three shells, the manual page.
if(TARGET hegemon_program AND NOT CMAKE_CROSSCOMPILING)
    set(documents "")
    function(hegemon_document file folder)
        set(output ${PROJECT_BINARY_DIR}/generated/${file})
        add_custom_command(OUTPUT ${output} COMMAND hegemon_program ${ARGN} > ${output} DEPENDS hegemon_program VERBATIM)
        set(documents ${documents} ${output} PARENT_SCOPE)
        # Who builds the program alone has none of them.
        install(FILES ${output} DESTINATION ${folder} OPTIONAL)
    endfunction()
    hegemon_document(hegemon ${CMAKE_INSTALL_DATADIR}/bash-completion/completions completion bash)
    hegemon_document(_hegemon ${CMAKE_INSTALL_DATADIR}/zsh/site-functions completion zsh)
    hegemon_document(hegemon.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d completion fish)
    hegemon_document(hegemon.1 ${CMAKE_INSTALL_MANDIR}/man1 man)
    add_custom_target(hegemon_documents ALL DEPENDS ${documents})
endif()
if(TARGET hegemon)
    install(TARGETS hegemon EXPORT hegemonTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(EXPORT hegemonTargets NAMESPACE hegemon:: DESTINATION ${config_folder})
    configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/hegemonConfig.cmake.in ${PROJECT_BINARY_DIR}/hegemonConfig.cmake
        INSTALL_DESTINATION ${config_folder} PATH_VARS HEGEMON_SCENARIOS)
    # Before 1.0 a minor version may break what was.
    write_basic_package_version_file(${PROJECT_BINARY_DIR}/hegemonConfigVersion.cmake COMPATIBILITY SameMinorVersion)
    install(FILES ${PROJECT_BINARY_DIR}/hegemonConfig.cmake ${PROJECT_BINARY_DIR}/hegemonConfigVersion.cmake
        DESTINATION ${config_folder})
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/hegemon DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/hegemon)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/analysis/report/dist/ DESTINATION ${CMAKE_INSTALL_DATADIR}/hegemon/report)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})
