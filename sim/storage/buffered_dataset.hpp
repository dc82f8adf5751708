#pragma once
/// Collects the small pieces that batches bring, so that the library is called for some hundred rows at once: a call
/// costs about 10 microseconds, whatever it writes.
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "storage/content.hpp"

namespace hegemon {

template <class T>
class BufferedDataset {
public:
    BufferedDataset() = default;
    explicit BufferedDataset(ContentDataset dataset) : dataset_(std::move(dataset)) {}

    void append(std::span<const T> block) {
        waiting_.insert(waiting_.end(), block.begin(), block.end());
        if (waiting_.size() >= limit) hand_on();
    }
    /// The same of numbers of another type, each of which T can hold.
    template <class From>
    void append_converted(const std::vector<From>& block) {
        for (const From number : block) waiting_.push_back(static_cast<T>(number));
        if (waiting_.size() >= limit) hand_on();
    }
    /// Hands all that waits to the library.
    void flush() {
        hand_on();
        dataset_.flush();
    }

    /// Of a dataset that is reopened: as many rows, or all that are there.
    void restore(std::uint64_t rows) { dataset_.restore(rows); }
    void restore_all() { dataset_.restore_all(); }
    [[nodiscard]] std::uint64_t rows() const { return dataset_.rows() + waiting_.size(); }
    [[nodiscard]] const ContentDataset& dataset() const { return dataset_; }

private:
    void hand_on() {
        dataset_.append(std::span<const T>(waiting_));
        waiting_.clear();
    }

    static constexpr std::size_t limit = 512;  // elements: of each outcome of each arm as many wait
    ContentDataset dataset_;
    std::vector<T> waiting_;
};

}  // namespace hegemon
