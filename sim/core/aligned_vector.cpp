#include "core/aligned_vector.hpp"

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace hegemon {

namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20;  // bytes
constexpr std::size_t least_huge = 2 * huge_page;

std::align_val_t alignment_of(std::size_t bytes) {
    return std::align_val_t{bytes >= least_huge ? huge_page : cache_line};
}

}  // namespace

void* allocate_aligned(std::size_t bytes) {
    void* memory = ::operator new(bytes, alignment_of(bytes));
#if defined(__linux__)
    // A wish, which a system may turn down.
    if (bytes >= least_huge) ::madvise(memory, bytes / huge_page * huge_page, MADV_HUGEPAGE);
#endif
    return memory;
}

void free_aligned(void* memory, std::size_t bytes) { ::operator delete(memory, alignment_of(bytes)); }

}  // namespace hegemon
