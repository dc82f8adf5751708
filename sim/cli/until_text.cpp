#include "cli/until_text.hpp"

#include <fmt/format.h>

#include <algorithm>
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

/// Why an interval was not enough, however narrow.
const char* remark_of(const Look& look) {
    if (look.kind == IntervalKind::equal) return "all are equal";
    if (look.kind == IntervalKind::infinite) return "a value is infinite";
    return look.kind == IntervalKind::few ? "too few differ to tell how they spread" : "";
}

/// To two digits: 4,612.3 to 4,700.
double rounded_up(double number) {
    const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(number)) - 1));
    return std::ceil(number / unit) * unit;
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

std::string not_reached_text(const Looks& looks) {
    const char* const counted = looks.other.empty() ? "replicates" : "pairs";
    std::string text = fmt::format("`--until` was not reached with {} {}: ", thousands_text(looks.replicates), counted);
    if (looks.looks.empty()) return text + "there was no look.";
    const Look& last = looks.looks.back();
    const std::string wish = number_text(looks.until.half_width);
    if (const std::string remark = remark_of(last); !remark.empty())
        return text + fmt::format("at {} {} {}, so nothing tells how many +- {} would take.",
                                  thousands_text(last.replicates), counted, remark, wish);
    if (!std::isfinite(last.half_width))
        return text + fmt::format("at {} {} there is no interval.", thousands_text(last.replicates), counted);
    text += fmt::format("at {} the interval of `{}` was +- {:.2g}; ", thousands_text(last.replicates),
                        looks.until.outcome, last.half_width);
    const double factor = last.half_width / looks.until.half_width;
    const double needed = static_cast<double>(last.replicates) * factor * factor;
    if (needed > static_cast<double>(most_replicates))
        return text +
               fmt::format("+- {} would take more than {}, the most of a run.", wish, thousands_text(most_replicates));
    std::uint64_t look = first_look;
    while (static_cast<double>(look) < needed) look *= 2;
    return text + fmt::format("+- {} would take about {} (`--replicates {}`).", wish,
                              thousands_text(static_cast<std::uint64_t>(std::ceil(rounded_up(needed)))), look);
}

std::string looks_text(const Looks& looks, std::size_t width) {
    const std::string what = looks.other.empty() ? fmt::format("mean in `{}`", looks.first)
                                                 : fmt::format("`{}` - `{}`", looks.first, looks.other);
    std::string text = filled(fmt::format("{}, {}, until the 95 % interval is at most +- {}", looks.until.outcome, what,
                                          number_text(looks.until.half_width)),
                              width);
    std::vector<std::vector<std::string>> lines = {{looks.other.empty() ? "replicates" : "pairs", "mean", "+- 95 %"}};
    std::vector<std::string> remarks = {""};
    for (const auto& look : looks.looks) {
        const Rounding rounding = rounding_for(look.mean - look.half_width, look.mean + look.half_width);
        lines.push_back({std::to_string(look.replicates), rounded_text(look.mean, rounding),
                         rounded_text(look.half_width, rounding)});
        remarks.emplace_back(look.enough ? "narrow enough" : remark_of(look));
    }
    text += table_text(lines, remarks);
    if (looks.enough || looks.stopped) return text;
    return text + filled(not_reached_text(looks), width);
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
