#pragma once
/// Numbers that begin with a cache line, so that no wide load crosses into the next, and with a huge page where they
/// fill some.
#include <cstddef>
#include <new>
#include <vector>

namespace hegemon {

inline constexpr std::size_t cache_line = 64;  ///< bytes

/// Memory that begins with a cache line. From 4 MiB on it begins with a huge page (2 MiB) and the system is asked for
/// such pages: to hand out thousands of small ones takes longer than to fill them. Throws std::bad_alloc.
void* allocate_aligned(std::size_t bytes);
/// `bytes`: as it was allocated.
void free_aligned(void* memory, std::size_t bytes);

template <class T>
struct CacheLineAllocator {
    using value_type = T;
    CacheLineAllocator() = default;
    template <class U>
    explicit CacheLineAllocator(const CacheLineAllocator<U>& /*other*/) {}
    T* allocate(std::size_t count) {
        if (count > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_array_new_length();
        return static_cast<T*>(allocate_aligned(count * sizeof(T)));
    }
    void deallocate(T* values, std::size_t count) { free_aligned(values, count * sizeof(T)); }
    friend bool operator==(const CacheLineAllocator& /*a*/, const CacheLineAllocator& /*b*/) { return true; }
};

template <class T>
using AlignedVector = std::vector<T, CacheLineAllocator<T>>;

}  // namespace hegemon
