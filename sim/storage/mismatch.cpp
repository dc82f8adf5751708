#include "storage/mismatch.hpp"

#include <utility>

namespace hegemon {

void MismatchLog::add(Mismatch mismatch) {
    const auto [found, is_new] = known_.emplace(std::pair(mismatch.path, mismatch.attribute), all_.size());
    if (is_new)
        all_.push_back(std::move(mismatch));
    else
        all_[found->second].count += mismatch.count;
}

}  // namespace hegemon
