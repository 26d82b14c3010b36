//! Patterns with `*`, `?` and whole-folder `**` and nothing else that is
//! special: nearly all there are. A walk holds every path against every
//! pattern, and a regular expression costs about forty times as much.

/// A pattern in pieces.
#[derive(Clone, Debug)]
pub(super) struct Wild {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    /// `?`: one letter, no slash.
    One,
    /// `*`: letters, no slash.
    Part,
    /// `**` before something: folders with their slashes, perhaps none.
    Folders,
    /// `**` at the end: anything.
    Rest,
}

/// Where to go on when what follows a `*` or `**` does not match.
type Retry = Option<(usize, usize)>;

impl Wild {
    /// Reads a pattern; `None` where letters in it have another meaning, or
    /// where `**` begins inside a name: the search of [`Self::matches`] goes
    /// from folder to folder, and such a pattern can match between them.
    pub(super) fn read(pattern: &str) -> Option<Self> {
        if pattern.contains(['[', ']', '^', '\\', '\u{feff}']) {
            return None;
        }
        let mut pieces = Vec::new();
        let mut letters = pattern.chars().peekable();
        while let Some(letter) = letters.next() {
            match (letter, pieces.last_mut()) {
                ('*', _) if letters.next_if_eq(&'*').is_some() => {
                    letters.next_if_eq(&'/');
                    if letters.peek().is_none() {
                        pieces.push(Piece::Rest);
                    } else if begins_a_name(pieces.last()) {
                        pieces.push(Piece::Folders);
                    } else {
                        return None;
                    }
                }
                ('*', _) => pieces.push(Piece::Part),
                ('?', _) => pieces.push(Piece::One),
                (letter, Some(Piece::Text(text))) => text.push(letter),
                (letter, _) => pieces.push(Piece::Text(letter.to_string())),
            }
        }
        Some(Self { pieces })
    }

    /// Whether a whole path matches; the path has no line ends in it (in Go a
    /// dot does not match those, and the way back would be longer).
    pub(super) fn matches(&self, path: &str) -> bool {
        if let Some(Piece::Text(end)) = self.pieces.last()
            && !path.ends_with(end.as_str())
        {
            return false;
        }
        let (mut piece, mut at) = (0, 0);
        let (mut part, mut folders): (Retry, Retry) = (None, None);
        loop {
            let rest = &path[at..];
            let taken = match self.pieces.get(piece) {
                None if rest.is_empty() => return true,
                None => None,
                Some(Piece::Text(text)) => rest.starts_with(text.as_str()).then_some(text.len()),
                Some(Piece::One) => one(rest),
                Some(Piece::Part) => {
                    part = Some((piece + 1, at));
                    Some(0)
                }
                Some(Piece::Folders) => {
                    // The earliest folder reaches every later one, so what
                    // comes before the last `**` is settled.
                    (part, folders) = (None, Some((piece + 1, at)));
                    Some(0)
                }
                Some(Piece::Rest) => return true,
            };
            match taken {
                Some(length) => (piece, at) = (piece + 1, at + length),
                None => match longer_part(&mut part, path)
                    .or_else(|| more_folders(&mut folders, path))
                {
                    Some(next) => (piece, at) = next,
                    None => return false,
                },
            }
        }
    }
}

/// Whether what follows a piece is the start of a path or of a name in it.
fn begins_a_name(before: Option<&Piece>) -> bool {
    match before {
        None | Some(Piece::Folders) => true,
        Some(Piece::Text(text)) => text.ends_with('/'),
        Some(_) => false,
    }
}

/// The length of the first letter, unless it is a slash.
fn one(rest: &str) -> Option<usize> {
    rest.chars().next().filter(|letter| *letter != '/').map(char::len_utf8)
}

fn longer_part(part: &mut Retry, path: &str) -> Retry {
    let (piece, at) = part.take()?;
    *part = one(&path[at..]).map(|length| (piece, at + length));
    *part
}

fn more_folders(folders: &mut Retry, path: &str) -> Retry {
    let (piece, at) = folders.take()?;
    let rest = &path[at..];
    *folders = rest.find('/').map(|slash| (piece, at + slash + 1));
    *folders
}
