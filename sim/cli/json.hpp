#pragma once
/// Writes one JSON text (RFC 8259), value by value.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hegemon::cli {

class JsonWriter {
public:
    JsonWriter& begin_object() { return open('{', '}'); }
    JsonWriter& begin_list() { return open('[', ']'); }
    /// Ends the innermost object or list.
    JsonWriter& end();
    /// The name of the value that follows.
    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(std::uint32_t number) { return value(std::uint64_t{number}); }
    /// The shortest text that reads as the same number; null if it is not finite.
    JsonWriter& value(double number);
    /// A truth, named so that no pointer or number becomes one.
    JsonWriter& truth(bool is_true);

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    JsonWriter& open(char begin, char end);
    void separate();

    std::string text_;
    std::vector<char> ends_;  ///< of the objects and lists that are open
    bool first_ = true;       ///< nothing stands in the innermost one
};

}  // namespace hegemon::cli
