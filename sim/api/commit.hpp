#pragma once
/// The commit that was built; the build writes the source file.

namespace hegemon {

/// 40 hexadecimal digits, or "unknown".
extern const char* const built_commit;

/// Whether what was built differs from that commit.
extern const bool built_with_changes;

}  // namespace hegemon
