#include <hegemon/error.hpp>
#include <utility>

#include "api/compiled.hpp"

namespace hegemon {

InvalidScenario::InvalidScenario(const std::string& text, std::vector<Notice> notices)
    : std::runtime_error(text), notices_(std::move(notices)) {}

FileError::FileError(Action action, std::filesystem::path path, const std::string& text)
    : std::runtime_error(text), action_(action), path_(std::move(path)) {}

namespace {

Notice notice_of(const Diagnostic& diagnostic) {
    Notice notice;
    notice.kind = diagnostic.severity == Severity::error ? Notice::Kind::error : Notice::Kind::warning;
    notice.id = diagnostic.id;
    if (diagnostic.where.file) {
        const auto at = line_column(*diagnostic.where.file, diagnostic.where.begin);
        notice.file = diagnostic.where.file->name;
        notice.line = at.line;
        notice.column = at.column;
    }
    notice.problem = diagnostic.problem;
    notice.hint = diagnostic.hint;
    notice.text = to_text(diagnostic);
    return notice;
}

}  // namespace

std::vector<Notice> notices_of(const std::vector<Diagnostic>& diagnostics) {
    std::vector<Notice> notices;
    notices.reserve(diagnostics.size());
    for (const auto& diagnostic : diagnostics) notices.push_back(notice_of(diagnostic));
    return notices;
}

}  // namespace hegemon
