#include "cli/until_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string_view>

#include "cli/comparison.hpp"
#include "cli/table.hpp"
#include "cli/text.hpp"

namespace hegemon::cli {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// Why a narrow interval was not enough.
const char* remark_of(const Look& look) {
    if (look.enough) return "narrow enough";
    if (look.kind == IntervalKind::equal) return "all are equal: nothing is known of how they spread";
    return look.kind == IntervalKind::few ? "too few differ to tell how they spread" : "";
}

}  // namespace

std::optional<Until> parse_until(const std::string& text) {
    for (const std::string_view sign : {"+-", "±"}) {
        const auto at = text.find(sign);
        if (at == std::string::npos) continue;
        const auto name = trimmed(std::string_view(text).substr(0, at));
        const auto number = trimmed(std::string_view(text).substr(at + sign.size()));
        Until until{std::string(name), 0};
        const char* const end = number.data() + number.size();
        const auto [stop, error] = std::from_chars(number.data(), end, until.half_width);
        if (name.empty() || error != std::errc() || stop != end) return std::nullopt;
        if (!std::isfinite(until.half_width) || until.half_width <= 0) return std::nullopt;
        return until;
    }
    return std::nullopt;
}

std::string looks_text(const Looks& looks) {
    const std::string what = looks.other.empty() ? fmt::format("mean in `{}`", looks.first)
                                                 : fmt::format("`{}` - `{}`", looks.first, looks.other);
    std::string text = fmt::format("{}, {}, until the 95 % interval is at most +- {}\n", looks.until.outcome, what,
                                   number_text(looks.until.half_width));
    std::vector<std::vector<std::string>> lines = {{looks.other.empty() ? "replicates" : "pairs", "mean", "+- 95 %"}};
    std::vector<std::string> remarks = {""};
    for (const auto& look : looks.looks) {
        const Rounding rounding = rounding_for(look.mean - look.half_width, look.mean + look.half_width);
        lines.push_back({std::to_string(look.replicates), rounded_text(look.mean, rounding),
                         rounded_text(look.half_width, rounding)});
        remarks.emplace_back(remark_of(look));
    }
    text += table_text(lines, remarks);
    if (!looks.enough && !looks.stopped)
        text += fmt::format("It is not; {} replicates are all that may be run.\n", looks.replicates);
    return text;
}

void write_looks(JsonWriter& json, const Looks& looks) {
    json.begin_object().key("outcome").value(looks.until.outcome).key("half_width").value(looks.until.half_width);
    json.key("first").value(looks.first).key("other").value(looks.other).key("enough").truth(looks.enough);
    json.key("replicates").value(looks.replicates).key("looks").begin_list();
    for (const auto& look : looks.looks) {
        json.begin_object().key("replicates").value(look.replicates).key("mean").value(look.mean);
        json.key("half_width").value(look.half_width).key("interval").value(word_of(look.kind));
        json.key("enough").truth(look.enough).end();
    }
    json.end().end();
}

}  // namespace hegemon::cli
