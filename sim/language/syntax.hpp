#pragma once
/// The syntax tree of one expression, and its reader. Grammar: scenarios/README.md.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"

namespace hegemon {

enum class SyntaxKind : std::uint8_t {
    number,     ///< `number`
    truth,      ///< `number` is 0 or 1
    this_row,   ///< this
    name,       ///< `name`
    member,     ///< children[0].name
    call,       ///< name(children...)
    look_up,    ///< name[children...]
    aggregate,  ///< name(binder in kind where children[0] : children[1]); either may be null
    negate,
    not_,
    binary,  ///< `name` is the operator as written
    else_,   ///< children[0] else children[1]
};

struct Syntax;
using SyntaxPtr = std::unique_ptr<const Syntax>;

struct Syntax {
    SyntaxKind kind = SyntaxKind::number;
    std::size_t begin = 0, length = 0;  ///< in the text of the expression
    double number = 0;
    std::string name;
    std::string binder, of_kind;  ///< of an aggregate
    std::size_t binder_begin = 0, of_kind_begin = 0;
    std::vector<SyntaxPtr> children;
    std::uint32_t height = 1;  ///< longest way down, in nodes
};

/// Reads an expression. Returns null and reports one diagnostic if it cannot be read.
SyntaxPtr parse(const Text& text, Diagnostics& diagnostics);

/// Functions and draws of the language, aggregates included.
bool is_function_of_language(std::string_view word);

/// Words that cannot be names.
bool is_reserved(std::string_view word);

}  // namespace hegemon
