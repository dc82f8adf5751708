# `cmake --install`: program, library, headers, scenarios, and what find_package(hegemon) reads.
include(CMakePackageConfigHelpers)

set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/hegemon)
if(TARGET hegemon_program)
    install(TARGETS hegemon_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
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
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})
