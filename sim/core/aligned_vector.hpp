#pragma once
/// Numbers that begin with a cache line, so that no wide load crosses into the next.
#include <cstddef>
#include <new>
#include <vector>

namespace hegemon {

inline constexpr std::size_t cache_line = 64;  ///< bytes

template <class T>
struct CacheLineAllocator {
    using value_type = T;
    CacheLineAllocator() = default;
    template <class U>
    explicit CacheLineAllocator(const CacheLineAllocator<U>& /*other*/) {}
    T* allocate(std::size_t count) {
        if (count > static_cast<std::size_t>(-1) / sizeof(T)) throw std::bad_array_new_length();
        return static_cast<T*>(::operator new (count * sizeof(T), std::align_val_t{cache_line}));
    }
    void deallocate(T* values, std::size_t /*count*/) { ::operator delete (values, std::align_val_t{cache_line}); }
    friend bool operator==(const CacheLineAllocator& /*a*/, const CacheLineAllocator& /*b*/) { return true; }
};

template <class T>
using AlignedVector = std::vector<T, CacheLineAllocator<T>>;

}  // namespace hegemon
