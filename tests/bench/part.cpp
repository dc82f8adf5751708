#include "bench/part.hpp"

#include <algorithm>
#include <iterator>

namespace hegemon::bench {

std::vector<Part> chosen(const std::vector<Part>& all, const std::vector<std::string>& words) {
    const auto is_a_name = [&](const std::string& word) {
        return std::any_of(all.begin(), all.end(), [&](const Part& part) { return part.name == word; });
    };
    const auto is_wanted = [&](const Part& part) {
        if (words.empty()) return part.length == Length::quick;
        return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
            return is_a_name(word) ? part.name == word : part.name.find(word) != std::string::npos;
        });
    };
    std::vector<Part> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some), is_wanted);
    return some;
}

}  // namespace hegemon::bench
