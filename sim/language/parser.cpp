#include <array>
#include <charconv>
#include <cmath>

#include "language/messages.hpp"
#include "language/syntax.hpp"

namespace hegemon {
namespace {

constexpr std::size_t max_length = 20000;
constexpr int max_depth = 200;
constexpr std::uint32_t max_height = 500;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr const char* split_hint = "name a part of it with a let";

constexpr std::array<std::string_view, 7> aggregates{"sum", "mean", "min", "max", "count", "any", "all"};

bool is_aggregate(std::string_view word) {
    for (const auto name : aggregates)
        if (word == name) return true;
    return false;
}

/// 2024-03-01, which would read as two subtractions.
bool is_date(std::string_view text) {
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
    for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U})
        if (!is_digit(text[i])) return false;
    return true;
}

struct Token {
    enum class Type : std::uint8_t { number, word, symbol, end };
    Type type = Type::end;
    std::string_view text;
    std::size_t begin = 0;
    double number = 0;
};

/// Thrown inside this file after the diagnostic was reported.
struct Unreadable {};

class Reader {
public:
    Reader(const Text& text, Diagnostics& diagnostics) : text_(text), source_(text.value), diagnostics_(diagnostics) {}

    SyntaxPtr read() {
        if (source_.size() > max_length) fail(messages::too_long, 0, 1, split_hint, max_length);
        tokenize();
        if (tokens_.size() == 1) fail(messages::empty_expression, 0, source_.size(), "");
        auto expression = read_else();
        if (peek().type != Token::Type::end) unexpected();
        return expression;
    }

private:
    using Node = std::unique_ptr<Syntax>;

    template <class... Arguments>
    [[noreturn]] void fail(const Message& message, std::size_t begin, std::size_t length, std::string hint,
                           const Arguments&... arguments) {
        auto diagnostic = complain(text_.part(begin, length), message, arguments...);
        diagnostic.hint = std::move(hint);
        diagnostics_.add(std::move(diagnostic));
        throw Unreadable{};
    }

    // ---- words
    void tokenize() {
        std::size_t at = 0;
        while (true) {
            while (at < source_.size() && is_space(source_[at])) ++at;
            if (at == source_.size()) break;
            tokens_.push_back(read_token(at));
            at += tokens_.back().text.size();
        }
        tokens_.push_back({Token::Type::end, "", source_.size(), 0});
    }

    Token read_token(std::size_t at) {
        const char c = source_[at];
        if (is_digit(c)) return read_number(at);
        if (is_letter(c)) {
            std::size_t end = at;
            while (end < source_.size() && (is_letter(source_[end]) || is_digit(source_[end]))) ++end;
            return {Token::Type::word, source_.substr(at, end - at), at, 0};
        }
        for (const std::string_view two : {"==", "!=", "<=", ">="})
            if (source_.substr(at, 2) == two) return {Token::Type::symbol, source_.substr(at, 2), at, 0};
        if (std::string_view("+-*/^<>()[],.:").find(c) != std::string_view::npos)
            return {Token::Type::symbol, source_.substr(at, 1), at, 0};
        fail(messages::unexpected_character, at, character_length(c), hint_for(c),
             source_.substr(at, character_length(c)));
    }

    static std::size_t character_length(char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    }

    static std::string hint_for(char c) {
        if (c == '=') return "to compare, write ==";
        if (c == '&') return "write: and";
        if (c == '|') return "write: or";
        if (c == '!') return "write: not";
        if (c == '"' || c == '\'') return "there are no texts in expressions";
        if (c == '%') return "a share is written as a number: 0.05";
        if (c == '{' || c == '}') return "parentheses are ( and )";
        if (static_cast<unsigned char>(c) >= 0x80) return "names are made of the letters a to z, digits and _";
        return "";
    }

    /// What those who come from other languages may have meant.
    std::string hint_for(const Token& token) const {
        if (token.text == "+" && next_ == 0)
            return "to add to a column, write add.COLUMN = \"...\" instead of a leading +";
        const std::string_view before = next_ == 0 ? std::string_view() : tokens_[next_ - 1].text;
        if (token.text == "." && peek(1).type == Token::Type::number) return "a number begins with a digit, as in 0.5";
        if (token.text == "*" && before == "*") return "a power is written a ^ b";
        if (token.text == ">" && before == "<") return "write: a != b";
        if (before == "if") return "write: if(condition, value, other value)";
        return "";
    }

    Token read_number(std::size_t at) {
        std::size_t end = at;
        const auto digits = [&] {
            while (end < source_.size() && is_digit(source_[end])) ++end;
        };
        digits();
        if (end < source_.size() && source_[end] == '.' && end + 1 < source_.size() && is_digit(source_[end + 1])) {
            ++end;
            digits();
        }
        if (end < source_.size() && (source_[end] == 'e' || source_[end] == 'E')) {
            std::size_t exponent = end + 1;
            if (exponent < source_.size() && (source_[exponent] == '+' || source_[exponent] == '-')) ++exponent;
            if (exponent < source_.size() && is_digit(source_[exponent])) {
                end = exponent;
                digits();
            }
        }
        const auto word = source_.substr(at, end - at);
        if (is_date(source_.substr(at, 10)))
            fail(messages::date_in_expression, at, 10, "time counts from the start, in the model's unit",
                 source_.substr(at, 10));
        double value = 0;
        const auto result = std::from_chars(word.data(), word.data() + word.size(), value);
        if (result.ec != std::errc{} || !std::isfinite(value)) fail(messages::bad_number, at, word.size(), "", word);
        if (end < source_.size() && is_letter(source_[end]))
            fail(messages::unexpected_character, end, 1,
                 "a name does not begin with a digit; a product is written 2 * x", source_.substr(end, 1));
        return {Token::Type::number, word, at, value};
    }

    // ---- grammar
    const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(next_ + ahead, tokens_.size() - 1)]; }
    bool at_symbol(std::string_view symbol) const {
        return peek().type == Token::Type::symbol && peek().text == symbol;
    }
    bool at_word(std::string_view word) const { return peek().type == Token::Type::word && peek().text == word; }
    const Token& take() { return tokens_[next_ < tokens_.size() - 1 ? next_++ : next_]; }

    bool accept(std::string_view text) {
        if (peek().type == Token::Type::end || peek().type == Token::Type::number || peek().text != text) return false;
        take();
        return true;
    }

    /// Takes what closes `opening`, a bracket.
    void expect_closing(const Token& opening, std::string hint = "") {
        const std::string_view closing = opening.text == "(" ? ")" : "]";
        if (accept(closing)) return;
        if (peek().type == Token::Type::end) {
            auto diagnostic =
                complain(text_.part(source_.size(), 1), messages::unexpected_end, fmt::format("'{}'", closing));
            diagnostic.also.push_back(
                {text_.part(opening.begin, 1), fmt::format("this '{}' is not closed", opening.text)});
            diagnostics_.add(std::move(diagnostic));
            throw Unreadable{};
        }
        if (hint.empty()) hint = fmt::format("it would close the '{}' at column {}", opening.text, column_of(opening));
        fail(messages::expected_token, peek().begin, peek().text.size(), std::move(hint), closing, peek().text);
    }

    /// In its line of the file, from 1.
    std::size_t column_of(const Token& token) const {
        const Span at = text_.part(token.begin, 1);
        return at.file != nullptr ? line_column(*at.file, at.begin).column : token.begin + 1;
    }

    [[noreturn]] void unexpected() {
        const auto& token = peek();
        if (token.type == Token::Type::end) fail(messages::unexpected_end, source_.size(), 1, "", "a value");
        fail(messages::unexpected_token, token.begin, token.text.size(), hint_for(token), token.text);
    }

    Node node(SyntaxKind kind, std::size_t begin) {
        auto result = std::make_unique<Syntax>();
        result->kind = kind;
        result->begin = begin;
        return result;
    }
    Node close(Node syntax) {
        const auto& last = tokens_[next_ - 1];
        syntax->length = last.begin + last.text.size() - syntax->begin;
        for (const auto& child : syntax->children)
            if (child) syntax->height = std::max(syntax->height, child->height + 1);
        if (syntax->height > max_height) fail(messages::too_deep, last.begin, 1, split_hint, max_height);
        return syntax;
    }
    Node binary(std::string_view op, Node left, Node right) {
        auto result = node(SyntaxKind::binary, left->begin);
        result->name = op;
        result->children.push_back(std::move(left));
        result->children.push_back(std::move(right));
        return close(std::move(result));
    }

    struct Deeper {
        explicit Deeper(Reader& reader) : reader_(reader) {
            if (++reader_.depth_ > max_depth)
                reader_.fail(messages::too_deep, reader_.peek().begin, 1, split_hint, max_depth);
        }
        ~Deeper() { --reader_.depth_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
        Reader& reader_;
    };

    Node read_else() {
        const Deeper deeper(*this);
        auto left = read_or();
        if (!at_word("else")) return left;
        take();
        auto result = node(SyntaxKind::else_, left->begin);
        result->children.push_back(std::move(left));
        result->children.push_back(read_else());
        return close(std::move(result));
    }

    Node read_or() {
        auto left = read_and();
        while (at_word("or")) {
            take();
            left = binary("or", std::move(left), read_and());
        }
        return left;
    }

    Node read_and() {
        auto left = read_not();
        while (at_word("and")) {
            take();
            left = binary("and", std::move(left), read_not());
        }
        return left;
    }

    Node unary(SyntaxKind kind, Node (Reader::*operand)()) {
        const Deeper deeper(*this);
        auto result = node(kind, take().begin);
        result->children.push_back((this->*operand)());
        return close(std::move(result));
    }

    Node read_not() { return at_word("not") ? unary(SyntaxKind::not_, &Reader::read_not) : read_comparison(); }

    bool at_comparison() const {
        for (const std::string_view op : {"==", "!=", "<", "<=", ">", ">="})
            if (at_symbol(op)) return true;
        return false;
    }

    Node read_comparison() {
        auto left = read_sum();
        if (!at_comparison()) return left;
        const auto op = take().text;
        left = binary(op, std::move(left), read_sum());
        if (at_comparison())
            fail(messages::comparison_chain, peek().begin, peek().text.size(), "write: a < b and b < c");
        return left;
    }

    Node read_sum() {
        auto left = read_product();
        while (at_symbol("+") || at_symbol("-")) {
            const auto op = take().text;
            left = binary(op, std::move(left), read_product());
        }
        return left;
    }

    Node read_product() {
        auto left = read_sign();
        while (at_symbol("*") || at_symbol("/")) {
            const auto op = take().text;
            left = binary(op, std::move(left), read_sign());
        }
        return left;
    }

    Node read_sign() { return at_symbol("-") ? unary(SyntaxKind::negate, &Reader::read_sign) : read_power(); }

    Node read_power() {
        const Deeper deeper(*this);
        auto base = read_path();
        if (!at_symbol("^")) return base;
        take();
        return binary("^", std::move(base), read_sign());
    }

    Node read_path() {
        auto left = read_primary();
        while (at_symbol(".")) {
            take();
            if (peek().type != Token::Type::word) unexpected();
            auto result = node(SyntaxKind::member, left->begin);
            result->name = take().text;
            result->children.push_back(std::move(left));
            left = close(std::move(result));
        }
        return left;
    }

    Node read_primary() {
        const Token token = peek();
        if (token.type == Token::Type::number) {
            take();
            auto result = node(SyntaxKind::number, token.begin);
            result->number = token.number;
            return close(std::move(result));
        }
        if (accept("(")) {
            auto inner = read_else();
            expect_closing(token);
            return inner;
        }
        if (token.type != Token::Type::word) unexpected();
        if (token.text == "true" || token.text == "false") {
            take();
            auto result = node(SyntaxKind::truth, token.begin);
            result->number = token.text == "true" ? 1 : 0;
            return close(std::move(result));
        }
        if (token.text == "this") {
            take();
            return close(node(SyntaxKind::this_row, token.begin));
        }
        if (is_reserved(token.text) && token.text != "option") unexpected();
        return read_named();
    }

    Node read_named() {
        const Token word = take();
        if (at_symbol("(")) {
            const bool has_binder =
                peek(1).type == Token::Type::word && peek(2).type == Token::Type::word && peek(2).text == "in";
            if (is_aggregate(word.text) && has_binder) return read_aggregate(word);
            return read_list(node(SyntaxKind::call, word.begin), word);
        }
        if (at_symbol("[")) return read_list(node(SyntaxKind::look_up, word.begin), word);
        auto result = node(SyntaxKind::name, word.begin);
        result->name = word.text;
        return close(std::move(result));
    }

    Node read_list(Node result, const Token& word) {
        result->name = word.text;
        const Token opening = take();
        if (!at_symbol(opening.text == "(" ? ")" : "]")) {
            result->children.push_back(read_else());
            while (accept(",")) result->children.push_back(read_else());
        }
        const bool colon = at_symbol(":") || at_word("where");
        expect_closing(opening,
                       is_aggregate(word.text) && colon ? fmt::format("{}(x in KIND where ... : ...)", word.text) : "");
        return close(std::move(result));
    }

    Node read_aggregate(const Token& word) {
        auto result = node(SyntaxKind::aggregate, word.begin);
        result->name = word.text;
        const Token opening = take();
        if (is_reserved(peek().text)) unexpected();
        result->binder_begin = peek().begin;
        result->binder = take().text;
        take();  // "in": read_named() saw it
        if (peek().type != Token::Type::word) unexpected();
        result->of_kind_begin = peek().begin;
        result->of_kind = take().text;
        result->children.resize(2);
        if (accept("where")) result->children[0] = read_else();
        if (accept(":")) result->children[1] = read_else();
        expect_closing(opening);
        return close(std::move(result));
    }

    const Text& text_;
    std::string_view source_;
    Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
    int depth_ = 0;
};

}  // namespace

bool is_reserved(std::string_view word) {
    for (const std::string_view reserved :
         {"and", "or", "not", "else", "in", "where", "true", "false", "this", "option"})
        if (word == reserved) return true;
    return false;
}

SyntaxPtr parse(const Text& text, Diagnostics& diagnostics) {
    try {
        return Reader(text, diagnostics).read();
    } catch (const Unreadable&) {
        return nullptr;
    }
}

}  // namespace hegemon
