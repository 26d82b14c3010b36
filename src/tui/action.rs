//! What a reader can do.

use super::View;

/// Something that the reader asks for. [`keymap`](super::keymap) says by which
/// key, and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    // Everywhere: done by the model.
    /// End the program.
    Quit,
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// Show all keys.
    Help,
    /// Choose an action or a lesson by typing a part of its name.
    Palette,
    /// Close what is open on top; otherwise nothing.
    Close,
    /// Give the keys to the other pane (or show it, where there is room for one).
    NextPane,
    /// Show this view.
    Show(View),
    /// List the stages, to choose the one that is built.
    Targets,
    /// Build this stage of the file, counted from 0; `None`: the last one.
    ChooseTarget(Option<u16>),
    /// List the build arguments, to give them values.
    Arguments,
    /// Type a value for this build argument: the n-th name that the file declares; `None`: any.
    TypeArgument(Option<u16>),
    /// Take all values of build arguments away.
    ForgetArguments,
    /// Open the file in the reader's editor.
    Edit,
    /// Make the copy of the sample anew.
    RenewPractice,
    /// Copy the selected instruction, or what the guide offers.
    Copy,
    /// Take or free the mouse.
    ToggleMouse,
    /// Use the next theme.
    NextTheme,

    // Movement: goes to the pane that has the keys.
    /// One up.
    Up,
    /// One down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Half a page up.
    HalfUp,
    /// Half a page down.
    HalfDown,
    /// To the top.
    Top,
    /// To the bottom.
    Bottom,
    /// Left: the view sideways.
    Left,
    /// Right: the view sideways.
    Right,

    // The file pane, from everywhere.
    /// Begin a search in the file.
    Search,
    /// To the next match.
    SearchNext,
    /// To the match before.
    SearchPrevious,
    /// To the next problem.
    NextProblem,
    /// Wrap long lines or not.
    ToggleWrap,
    /// Fold or unfold the selected instruction's long text; in Explain a command of it.
    ToggleFold,
    /// Fold or unfold all of them.
    ToggleFolds,
    /// Show or hide values that look like secrets.
    ToggleSecrets,

    // The guide, from everywhere. The model hands them over unseen.
    /// Go on: a page down while there is more, then what waits behind the pause, then the next step.
    Reveal,
    /// Choose the option under the cursor; grab or drop the line under it.
    Mark,
    /// Say of the selected line that it runs again.
    MarkRuns,
    /// Say of the selected line that it is cached.
    MarkCached,
    /// To the next step of the lesson.
    StepNext,
    /// To the step before.
    StepPrevious,
    /// Open this lesson of the course, counted from 0.
    OpenLesson(u16),
    /// To the next token of the instruction.
    TokenNext,
    /// To the token before.
    TokenPrevious,
    /// To the next command of the explained RUN.
    PartNext,
    /// To the command before.
    PartPrevious,
    /// To the next sentence of the explanation.
    SentenceNext,
    /// To the sentence before.
    SentencePrevious,
    /// Show the findings of the next level only.
    NextLevel,
    /// Show the findings of the next category only.
    NextCategory,
    /// Show the checks that say nothing, and why; the findings again.
    ToggleRules,
    /// Write the fix of the selected finding into the file, after a question.
    ApplyFix,
    /// Take the last fix back.
    UndoFix,
    /// Yes, to the question that is open.
    Yes,
    /// No, to it.
    No,
    /// Choose this option, counted from 0.
    Choose(u8),
    /// Choose "true".
    ChooseTrue,
    /// Choose "false".
    ChooseFalse,
    /// Move the chosen line up, in an order question.
    MoveUp,
    /// Move the chosen line down.
    MoveDown,
    /// Check the answer; follow what is under the cursor.
    Submit,
    /// Say how sure of the answer: sure, not sure, nothing.
    Confidence,
    /// Ask the last answered question of the step again.
    Retry,
    /// Be asked about every skill of the lesson, to be done with it.
    Known,
    /// Show the next Dockerfile of the lesson in the file pane.
    NextSample,
    /// Show the reader's own file again.
    OwnFile,
    /// Show the list of all lessons.
    Lessons,
    /// Explain the next instruction.
    InstructionNext,
    /// Explain the instruction before.
    InstructionPrevious,
    /// Show only paths that have these letters.
    Find,
    /// Show another kind of paths: all, what is sent, what is left out.
    NextFate,
    /// Show what is largest, and what each line does; again for the tree.
    Overview,
    /// Look through the folder around the file again.
    Rescan,
    /// Look for a better order of the file, or hide it.
    BetterOrder,
    /// Save the changes of the Cache view as a scenario.
    SaveScenario,
    /// Say first which steps run, before the forecast is shown.
    Predict,
    /// Take the last change of the Cache view back.
    TakeBack,
    /// Take all its changes back.
    ForgetChanges,
    /// Show the check lists in place of the findings, or the findings again.
    ToggleLists,
    /// To the next check list.
    NextList,
    /// To the check list before.
    PreviousList,
    /// Open the lesson that treats what is selected.
    ReadLesson,
    /// Show a hint.
    Hint,
    /// A letter of a typed answer. Only while the guide is [typing](super::guide::Guide::typing).
    Insert(char),
    /// Remove the letter before the cursor of what is typed.
    Erase,
    /// Remove the letter behind the cursor.
    Delete,
    /// Remove everything before the cursor.
    ClearBefore,
}
