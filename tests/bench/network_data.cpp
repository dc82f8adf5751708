#include "bench/network_data.hpp"

#include <charconv>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <unordered_map>

namespace hegemon::bench {
namespace {

/// A CSV file without quotes whose heading is known.
class Table {
public:
    Table(std::string path, const std::string& heading) : path_(std::move(path)), file_(path_) {
        if (!next() || text_ != heading) fail("the heading is not " + heading);
    }

    bool next() {
        ++line_;
        rest_ = std::getline(file_, text_) ? std::string_view(text_) : std::string_view();
        return !file_.fail();
    }

    std::string_view word() {
        const std::size_t comma = rest_.find(',');
        const std::string_view field = rest_.substr(0, comma);
        rest_ = comma == std::string_view::npos ? std::string_view() : rest_.substr(comma + 1);
        return field;
    }

    double number() {
        const std::string_view field = word();
        double value = 0;
        const auto read = std::from_chars(field.data(), field.data() + field.size(), value);
        if (read.ec != std::errc() || read.ptr != field.data() + field.size()) fail("not a number");
        return value;
    }

    [[noreturn]] void fail(const std::string& problem) const {
        throw std::runtime_error(path_ + ":" + std::to_string(line_) + ": " + problem);
    }

private:
    std::string path_;
    std::ifstream file_;
    std::string text_;
    std::string_view rest_;
    std::size_t line_ = 0;
};

using Rows = std::unordered_map<std::string, std::uint32_t>;

Rows read_states(const std::string& folder, NetworkData& network) {
    Table table(folder + "/network_states.csv", "name,influence,military,political");
    Rows rows;
    while (table.next()) {
        network.names.emplace_back(table.word());
        rows.emplace(network.names.back(), static_cast<std::uint32_t>(rows.size()));
        network.start.influence.push_back(table.number());
        network.start.military.push_back(table.number());
        network.start.political.push_back(table.number());
    }
    return rows;
}

void read_edges(const std::string& folder, const Rows& rows, NetworkData& network) {
    Table table(folder + "/network_edges.csv", "from,to,weight");
    const auto state = [&] {
        const auto row = rows.find(std::string(table.word()));
        if (row == rows.end()) table.fail("no such state");
        return row->second;
    };
    while (table.next()) {
        if (state() != network.target.size() / out_degree) table.fail("edges are not in order of their states, 8 each");
        network.target.push_back(state());
        network.weight.push_back(table.number());
    }
    if (network.target.size() != network.states() * out_degree) table.fail("not 8 edges a state");
}

}  // namespace

NetworkData read_network(const std::string& folder) {
    NetworkData network;
    const Rows rows = read_states(folder, network);
    read_edges(folder, rows, network);
    return network;
}

}  // namespace hegemon::bench
