#pragma once
/// The commit that was built; the build writes the source file.

namespace hegemon {

/// 40 hexadecimal digits, or "unknown".
extern const char* const built_commit;

}  // namespace hegemon
