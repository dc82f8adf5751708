# hdf5::with_hl: HDF5 and its high-level interface.
# Debian's shared HDF5 brings thirty libraries of networking that nothing here needs; loading them takes longer than many a run. So
# programs link the archives beside it, if there are any. A shared library links the shared one: who uses it has HDF5 once.
find_package(HDF5 REQUIRED COMPONENTS C HL)

set(shared ${HDF5_HL_LIBRARIES} ${HDF5_LIBRARIES})
list(REMOVE_DUPLICATES shared)
set(others ${shared})
list(FILTER shared INCLUDE REGEX "/libhdf5[^/]*$")
list(FILTER others EXCLUDE REGEX "/libhdf5[^/]*$")
list(TRANSFORM shared REPLACE "\\.so$" ".a" OUTPUT_VARIABLE archives)
foreach(archive IN LISTS archives)
    if(NOT EXISTS ${archive})
        set(archives ${shared})
    endif()
endforeach()

add_library(hdf5::with_hl INTERFACE IMPORTED)
target_include_directories(hdf5::with_hl SYSTEM INTERFACE ${HDF5_INCLUDE_DIRS})
target_link_libraries(hdf5::with_hl INTERFACE
    "$<IF:$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>,${archives};${others},${shared}>")
