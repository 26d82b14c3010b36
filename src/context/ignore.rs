//! A `.dockerignore`: reading it, and deciding path by path as the walk of
//! BuildKit's client does (recorded in `tests/truth/ignore.jsonl`).

use super::pattern::Pattern;
use crate::build::paths::clean;
use crate::source::LineNumber;

/// A `.dockerignore` that was read.
#[derive(Clone, Debug, Default)]
pub struct IgnoreFile {
    /// The patterns in the file's order.
    pub patterns: Vec<IgnorePattern>,
}

/// One pattern.
#[derive(Clone, Debug)]
pub struct IgnorePattern {
    /// Its line in the file.
    pub line: LineNumber,
    /// As BuildKit cleans it, `!` included.
    pub text: String,
    /// Whether it brings back (`!`).
    pub brings_back: bool,
    pattern: Pattern,
}

/// Why a build with this `.dockerignore` fails.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct IgnoreError {
    /// BuildKit's text.
    pub text: String,
    /// The line of the broken pattern.
    pub line: LineNumber,
}

/// What the walk remembers of a folder: for each pattern, whether it matched
/// there or above (nothing, where it is empty). It looked only at some, and that is why a path alone can
/// come out differently.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderState {
    matched: Vec<bool>,
}

/// What the walk decides for one path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Whether the path is left out. A folder that is left out is sent all the
    /// same when something in it is brought back.
    pub ignored: bool,
    /// The last pattern that changed the answer; `None` when none matched.
    pub decided_by: Option<PatternPlace>,
}

/// Place of a pattern in [`IgnoreFile::patterns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatternPlace(pub u32);

const BAD_PATTERN: &str = "syntax error in pattern";

impl IgnoreFile {
    /// Reads the text of a `.dockerignore`.
    ///
    /// # Errors
    /// When BuildKit refuses a pattern, with its line.
    pub fn read(text: &str) -> Result<Self, IgnoreError> {
        Self::of_lines(&listed_patterns(text))
    }

    /// The patterns of `--exclude` or of a path that BuildKit selects by, which
    /// stand on no line of their own: a path that they match is *ignored* in
    /// the sense of [`IgnoreFile::decide`].
    ///
    /// # Errors
    /// When BuildKit refuses a pattern; its line means nothing.
    pub fn of_patterns(patterns: &[String]) -> Result<Self, IgnoreError> {
        let listed: Vec<_> =
            patterns.iter().map(|text| (LineNumber::FIRST, text.clone())).collect();
        Self::of_lines(&listed)
    }

    fn of_lines(listed: &[(LineNumber, String)]) -> Result<Self, IgnoreError> {
        let all = || listed.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
        let fail = |line, reason: &str| IgnoreError {
            text: format!("invalid excludepatterns: [{}]: {reason}", all()),
            line,
        };
        let mut patterns = Vec::new();
        for (line, text) in listed {
            let trimmed = text.trim();
            if trimmed.is_empty() {
                continue;
            }
            let cleaned = clean(trimmed);
            let (brings_back, body) = match cleaned.strip_prefix('!') {
                Some("") => return Err(fail(*line, "illegal exclusion pattern: \"!\"")),
                Some(body) => (true, body),
                None => (false, cleaned.as_str()),
            };
            let pattern = Pattern::new(body).ok_or_else(|| fail(*line, BAD_PATTERN))?;
            patterns.push(IgnorePattern { line: *line, text: text.clone(), brings_back, pattern });
        }
        Ok(Self { patterns })
    }

    /// Decides for a path inside a folder with this state; `parent` is `None`
    /// at the root of the context. Gives the state for what lies below.
    ///
    /// # Errors
    /// When a pattern turns out to be broken.
    pub fn decide(
        &self,
        path: &str,
        parent: Option<&FolderState>,
    ) -> Result<(Decision, FolderState), IgnoreError> {
        let mut state = FolderState { matched: vec![false; self.patterns.len()] };
        let decision = self.hold_against(path, parent, |place| state.matched[place] = true)?;
        Ok((decision, state))
    }

    /// The same for something in which nothing lies.
    ///
    /// # Errors
    /// When a pattern turns out to be broken.
    pub fn decide_leaf(
        &self,
        path: &str,
        parent: Option<&FolderState>,
    ) -> Result<Decision, IgnoreError> {
        self.hold_against(path, parent, |_| {})
    }

    /// Holds the patterns against a path, and tells the places of those that match.
    fn hold_against(
        &self,
        path: &str,
        parent: Option<&FolderState>,
        mut matches: impl FnMut(usize),
    ) -> Result<Decision, IgnoreError> {
        let mut decision = Decision::default();
        for (place, pattern) in self.patterns.iter().enumerate() {
            let mut matched = parent.and_then(|parent| parent.matched.get(place)) == Some(&true);
            if !matched {
                // A pattern that could change nothing is not looked at, and so
                // is not remembered for the files below either.
                if pattern.brings_back != decision.ignored {
                    continue;
                }
                matched = pattern.pattern.matches(path).ok_or_else(|| self.broken(place))?;
            }
            if matched {
                matches(place);
                let decided_by = Some(PatternPlace(u32::try_from(place).unwrap_or(u32::MAX)));
                decision = Decision { ignored: !pattern.brings_back, decided_by };
            }
        }
        Ok(decision)
    }

    /// Whether a path is left out when it is looked at alone, as the check of
    /// what COPY names does (moby/patternmatcher `MatchesOrParentMatches`). The
    /// walk of a build can decide otherwise.
    pub fn leaves_out_alone(&self, path: &str) -> bool {
        let mut ignored = false;
        for pattern in &self.patterns {
            if pattern.brings_back != ignored {
                continue;
            }
            let ends = || path.match_indices('/').map(|(at, _)| at).filter(|_| path != "/");
            let matches = |path: &str| pattern.pattern.matches(path) == Some(true);
            if matches(path) || ends().any(|end| matches(&path[..end])) {
                ignored = !pattern.brings_back;
            }
        }
        ignored
    }

    /// Whether a line brings something back (`!`).
    pub fn has_exceptions(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.brings_back)
    }

    /// The pattern at a place.
    pub fn pattern(&self, place: PatternPlace) -> Option<&IgnorePattern> {
        self.patterns.get(place.0 as usize)
    }

    /// Whether the walk need not enter an ignored folder.
    pub fn may_skip_folder(&self, path: &str) -> bool {
        let back = || self.patterns.iter().filter(|pattern| pattern.brings_back);
        let stem = |pattern: &IgnorePattern| -> String {
            let text = pattern.pattern.text();
            let text = text.strip_suffix("/**").unwrap_or(text);
            text.strip_suffix("/*").unwrap_or(text).to_owned()
        };
        if back().any(|pattern| stem(pattern).contains(['*', '[', ']', '?', '^', '\\'])) {
            return false;
        }
        let folder = format!("{path}/");
        !back().any(|pattern| format!("{}/", stem(pattern)).starts_with(&folder))
    }

    fn broken(&self, place: usize) -> IgnoreError {
        IgnoreError {
            text: format!("failed to match excludepatterns: {BAD_PATTERN}"),
            line: self.patterns[place].line,
        }
    }
}

/// The patterns of the text with their lines: comments and blank lines left out, paths cleaned.
fn listed_patterns(text: &str) -> Vec<(LineNumber, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut patterns = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let trimmed = line.trim();
        if line.starts_with('#') || trimmed.is_empty() {
            continue;
        }
        let (mark, body) = match trimmed.strip_prefix('!') {
            Some(body) => ("!", body.trim()),
            None => ("", trimmed),
        };
        let cleaned = if body.is_empty() { String::new() } else { clean(body) };
        let cleaned = cleaned.strip_prefix('/').filter(|rest| !rest.is_empty()).unwrap_or(&cleaned);
        patterns.push((LineNumber::from_index(index), format!("{mark}{cleaned}")));
    }
    patterns
}
