#pragma once
/// A list that does not change and that copies share: names of rows, say, of which there may be millions.
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace hegemon {

template <class T>
class SharedList {
public:
    SharedList() : SharedList(std::vector<T>()) {}
    SharedList(std::vector<T> list)  // NOLINT(google-explicit-constructor): a list is what it is made of
        : list_(std::make_shared<const std::vector<T>>(std::move(list))) {}
    SharedList(std::initializer_list<T> list) : SharedList(std::vector<T>(list)) {}

    operator const std::vector<T>&() const { return *list_; }  // NOLINT(google-explicit-constructor): as above
    [[nodiscard]] std::size_t size() const { return list_->size(); }
    [[nodiscard]] bool empty() const { return list_->empty(); }
    [[nodiscard]] const T& operator[](std::size_t i) const { return (*list_)[i]; }
    [[nodiscard]] const T& at(std::size_t i) const { return list_->at(i); }
    [[nodiscard]] const T* data() const { return list_->data(); }
    [[nodiscard]] auto begin() const { return list_->begin(); }
    [[nodiscard]] auto end() const { return list_->end(); }

    friend bool operator==(const SharedList& a, const SharedList& b) {
        return a.list_ == b.list_ || *a.list_ == *b.list_;
    }

private:
    std::shared_ptr<const std::vector<T>> list_;  ///< null once moved away
};

}  // namespace hegemon
