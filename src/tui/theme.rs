//! Roles and their looks. The only place with raw colours.
//!
//! The terminal's own sixteen colours come first, so that the reader's palette
//! decides. Nothing is said by colour alone: each role that carries meaning
//! has a symbol, a word or an attribute beside it.

use ratatui::style::{Color, Modifier, Style};

use crate::doc::{Alert, Run};
use crate::dockerfile::TokenKind;

use super::ThemeChoice;

/// Which set of looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each says it")]
pub enum Palette {
    Dark,
    Light,
    Monochrome,
}

impl Palette {
    /// The next in turn.
    pub fn next(self) -> Self {
        match self {
            Palette::Dark => Palette::Light,
            Palette::Light => Palette::Monochrome,
            Palette::Monochrome => Palette::Dark,
        }
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Palette::Dark => "dark",
            Palette::Light => "light",
            Palette::Monochrome => "monochrome",
        }
    }

    /// The setting that chooses it.
    pub fn choice(self) -> ThemeChoice {
        match self {
            Palette::Dark => ThemeChoice::Dark,
            Palette::Light => ThemeChoice::Light,
            Palette::Monochrome => ThemeChoice::Monochrome,
        }
    }
}

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Less important text.
    Muted,
    /// More important text.
    Strong,
    /// The program's name and titles of boxes.
    Title,
    /// Lines between regions.
    Border,
    /// The line around or beside the pane that has the keys.
    BorderActive,
    /// A tab that is not shown.
    Tab,
    /// The tab that is shown.
    TabActive,
    /// A key in the footer and in the help.
    Key,
    /// A heading in the guide.
    Heading,
    /// Code in a text.
    Code,
    /// A link.
    Link,
    /// A quote's bar and words.
    Quote,
    /// What does not matter now, laid over other looks.
    Dimmed,
    /// A line number.
    LineNumber,
    /// The line number of the selected instruction.
    LineNumberSelected,
    /// The background of the selected instruction, laid over other looks.
    Selected,
    /// The current token, laid over other looks.
    Token,
    /// What the lesson talks about, laid over other looks.
    Focus,
    /// The bar in the gutter beside what the lesson talks about.
    FocusBar,
    /// The mark in the gutter beside what proves the selected sentence.
    Proof,
    /// The words that prove it, laid over other looks.
    ProofText,
    /// A match of the search, laid over other looks.
    Match,
    /// The match that the search stands at, laid over other looks.
    MatchCurrent,
    /// The row that stands for folded lines.
    Fold,
    /// A placeholder for a character that is not shown as it is.
    Placeholder,
    /// The words that a problem is about, laid over other looks.
    ProblemText,
    /// The words that a warning is about, laid over other looks.
    WarningText,
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// Right, done.
    Good,
    /// Wrong.
    Bad,
    /// A hint.
    Hint,
    /// The option under the cursor.
    Cursor,
    /// Words in the status line.
    Status,
}

/// The looks of all roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Which set.
    pub palette: Palette,
}

impl Theme {
    /// The looks of this set.
    pub fn new(palette: Palette) -> Self {
        Self { palette }
    }

    /// The look of a role.
    pub fn role(&self, role: Role) -> Style {
        let attributes = Style::new().add_modifier(modifiers(role));
        match self.palette {
            Palette::Monochrome => attributes,
            Palette::Dark => attributes.patch(colours(role, &DARK)),
            Palette::Light => attributes.patch(colours(role, &LIGHT)),
        }
    }

    /// The look of a token of a Dockerfile.
    pub fn token(&self, kind: TokenKind) -> Style {
        let plain = Style::new();
        let style = match kind {
            TokenKind::Keyword => plain.add_modifier(Modifier::BOLD),
            TokenKind::UnknownKeyword | TokenKind::Broken => {
                plain.add_modifier(Modifier::UNDERLINED)
            }
            // Dark grey is dim enough where there are colours.
            TokenKind::Comment if self.palette == Palette::Monochrome => {
                plain.add_modifier(Modifier::DIM)
            }
            _ => plain,
        };
        match self.palette {
            Palette::Monochrome => style,
            Palette::Dark => token_colour(kind, &DARK).map_or(style, |colour| style.fg(colour)),
            Palette::Light => token_colour(kind, &LIGHT).map_or(style, |colour| style.fg(colour)),
        }
    }

    /// The look of a run of a document.
    pub fn run(&self, run: &Run) -> Style {
        let mut style = match (run.token, run.style.code, &run.link) {
            (Some(kind), ..) => self.token(kind),
            (None, true, _) => self.role(Role::Code),
            (None, false, Some(_)) => self.role(Role::Link),
            (None, false, None) => self.role(Role::Text),
        };
        for (is_set, modifier) in [
            (run.style.strong, Modifier::BOLD),
            (run.style.emphasis, Modifier::ITALIC),
            (run.style.struck, Modifier::CROSSED_OUT),
        ] {
            if is_set {
                style = style.add_modifier(modifier);
            }
        }
        if run.style.muted { style.patch(self.role(Role::Muted)) } else { style }
    }

    /// The look of an alert's bar and title.
    pub fn alert(&self, alert: Alert) -> Style {
        let role = match alert {
            Alert::Note | Alert::Important => Role::Link,
            Alert::Tip => Role::Good,
            Alert::Warning => Role::Warning,
            Alert::Caution => Role::Error,
        };
        // A link is underlined, a bar along a text must not be.
        let style = self.role(role).remove_modifier(Modifier::UNDERLINED);
        style.add_modifier(Modifier::BOLD)
    }
}

/// The colours of a set by what they mean.
struct Colours {
    accent: Color,
    keyword: Color,
    name: Color,
    value: Color,
    text: Color,
    variable: Color,
    muted: Color,
    good: Color,
    warning: Color,
    error: Color,
    selected: Color,
    focus: Color,
    matched: Color,
}

const DARK: Colours = Colours {
    accent: Color::Cyan,
    keyword: Color::LightBlue,
    name: Color::Cyan,
    value: Color::Green,
    text: Color::Yellow,
    variable: Color::Magenta,
    muted: Color::DarkGray,
    good: Color::Green,
    warning: Color::Yellow,
    error: Color::LightRed,
    selected: Color::Indexed(236),
    focus: Color::Indexed(17),
    matched: Color::Indexed(58),
};

const LIGHT: Colours = Colours {
    accent: Color::Blue,
    keyword: Color::Blue,
    name: Color::Cyan,
    value: Color::Green,
    // Brown: red means wrong.
    text: Color::Indexed(94),
    variable: Color::Magenta,
    muted: Color::DarkGray,
    good: Color::Green,
    warning: Color::Indexed(130),
    error: Color::Red,
    selected: Color::Indexed(254),
    focus: Color::Indexed(230),
    matched: Color::Indexed(229),
};

fn modifiers(role: Role) -> Modifier {
    match role {
        Role::Strong
        | Role::Title
        | Role::Heading
        | Role::Key
        | Role::BorderActive
        | Role::LineNumberSelected
        | Role::FocusBar
        | Role::Proof
        | Role::Error
        | Role::Warning
        | Role::Good
        | Role::Bad => Modifier::BOLD,
        Role::Muted | Role::Dimmed | Role::Border | Role::LineNumber | Role::Fold | Role::Tab => {
            Modifier::DIM
        }
        Role::TabActive => Modifier::BOLD.union(Modifier::UNDERLINED),
        Role::Token | Role::Link | Role::ProblemText | Role::WarningText => Modifier::UNDERLINED,
        Role::Quote => Modifier::ITALIC,
        Role::MatchCurrent | Role::Placeholder | Role::Cursor => Modifier::REVERSED,
        Role::Match => Modifier::UNDERLINED,
        Role::Text
        | Role::Code
        | Role::Selected
        | Role::Focus
        | Role::ProofText
        | Role::Hint
        | Role::Status => Modifier::empty(),
    }
}

fn colours(role: Role, set: &Colours) -> Style {
    let plain = Style::new();
    match role {
        Role::Title
        | Role::BorderActive
        | Role::TabActive
        | Role::Key
        | Role::Heading
        | Role::Link
        | Role::LineNumberSelected
        | Role::Hint => plain.fg(set.accent),
        Role::Code => plain.fg(set.text),
        Role::FocusBar | Role::Warning | Role::Placeholder => plain.fg(set.warning),
        Role::Error | Role::Bad | Role::ProblemText => plain.fg(set.error),
        Role::WarningText => plain.add_modifier(Modifier::UNDERLINED),
        Role::Good | Role::Proof => plain.fg(set.good),
        Role::Dimmed => plain.fg(set.muted),
        Role::Selected => plain.bg(set.selected),
        Role::Focus | Role::ProofText => plain.bg(set.focus),
        Role::Match | Role::MatchCurrent => plain.bg(set.matched),
        _ => plain,
    }
}

fn token_colour(kind: TokenKind, set: &Colours) -> Option<Color> {
    use TokenKind as Kind;
    Some(match kind {
        Kind::Keyword | Kind::As | Kind::SubCommand | Kind::DirectiveName => set.keyword,
        Kind::UnknownKeyword | Kind::Broken => set.error,
        Kind::Comment => set.muted,
        Kind::FlagName | Kind::MountKey | Kind::Key => set.name,
        Kind::FlagValue | Kind::MountValue | Kind::Value | Kind::DirectiveValue => set.value,
        Kind::JsonString => set.value,
        Kind::ImageRegistry | Kind::ImageRepository => set.text,
        Kind::ImageTag | Kind::ImageDigest => set.value,
        Kind::StageName | Kind::Variable => set.variable,
        Kind::HeredocMarker | Kind::HeredocTerminator | Kind::Continuation => set.accent,
        _ => return None,
    })
}
