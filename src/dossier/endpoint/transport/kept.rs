//! Answers that are kept on the disk, each with what was asked and when: so that the same is not asked twice, so that one
//! can work without a connection, and as what a claim rests on. That a service has nothing of an entity is an answer, too.
//! How they lie on the disk is storage's.

use super::{Answer, Asking, Request, Transport, retry_after, says_nothing_there};
use crate::dossier::exchange::Failure;
use crate::dossier::model::{Date, Day};
use crate::dossier::storage::Answers;
use crate::problem::{Problem, codes};

/// The first line of a kept answer.
const FIRST: &str = "chancery-answer 1";
/// Stands in the place of the media type where the server has nothing: the answer is what is said of that.
const NOTHING: &str = "nothing";
/// What can be done then.
const NOTHING_HELP: &str = "check the path of the address, or ask again";
/// Between what was asked and what came back.
const THEN: &str = "\n--answer--\n";

/// Which answer is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One that is kept, the last; else the server is asked.
    Kept,
    /// The server is asked, and what it says is kept.
    Anew,
    /// One that is kept; nothing is sent.
    Offline,
    /// The last one of this day or before; nothing is sent.
    AsOf(Day),
}

/// Answers on the disk, and what is asked where there is none.
pub(crate) struct Kept<'a> {
    answers: Answers,
    asked: Option<&'a dyn Transport>,
    mode: Mode,
}

impl<'a> Kept<'a> {
    /// Answers of a folder before those of a server.
    pub(crate) fn before(asked: &'a dyn Transport, answers: Answers, mode: Mode) -> Self {
        Kept { answers, asked: Some(asked), mode }
    }

    /// Answers of a folder alone: without a connection, or as they were on a day.
    pub(crate) fn alone(answers: Answers, mode: Mode) -> Self {
        Kept { answers, asked: None, mode }
    }

    fn kept(&self, request: &Request) -> Option<Result<Answer, Failure>> {
        let key = request.key();
        let mut names = self.answers.of(&key);
        if let Mode::AsOf(day) = self.mode {
            names.retain(|name| day_of(name).is_some_and(|kept| kept <= day));
        }
        // The last first; one that cannot be read is as if it were not there.
        names.into_iter().rev().find_map(|name| read(&self.answers.read(&key, &name)?, &name))
    }
}

impl Transport for Kept<'_> {
    fn send(&self, request: &Request, asking: Asking<'_>) -> Result<Answer, Failure> {
        if asking.progress.is_cancelled() {
            return Err(Failure::Cancelled);
        }
        if self.mode != Mode::Anew
            && let Some(answer) = self.kept(request)
        {
            return answer;
        }
        let asked = self.asked.filter(|_| matches!(self.mode, Mode::Kept | Mode::Anew));
        let Some(asked) = asked else {
            let when = match self.mode {
                Mode::AsOf(day) => format!(" from {} or before", written(day)),
                Mode::Kept | Mode::Anew | Mode::Offline => String::new(),
            };
            let message = format!(
                "there is no saved answer from {} to this query{when}, and nothing was sent",
                request.to.host()
            );
            return Err(Problem::error(codes::NO_ANSWER, message)
                .with_help("try again without --offline or --replay")
                .into());
        };
        match asked.send(request, asking) {
            Ok(answer) => {
                self.keep(request, &answer);
                Ok(answer)
            }
            // Of a query it says that the address is wrong, which a person mends.
            Err(Failure::Wrong(problem)) if request.query.is_none() && says_nothing_there(&problem) => {
                let (media, text) = (NOTHING.to_owned(), problem.message.clone());
                self.keep(request, &Answer { media, text, day: retry_after::today(), is_kept: false, cut: None });
                Err(problem.into())
            }
            Err(failure) => Err(failure),
        }
    }
}

impl Kept<'_> {
    /// Keeps an answer. One that is not kept is still an answer.
    fn keep(&self, request: &Request, answer: &Answer) {
        let bytes = write(request, answer);
        if let Err(problem) = self.answers.keep(&request.key(), &written(answer.day), bytes.as_bytes()) {
            log::warn!("{}", problem.message);
        }
    }
}

/// A day as it is written.
pub(crate) fn written(day: Day) -> String {
    let (year, month, day) = day.ymd();
    format!("{year:04}-{month:02}-{day:02}")
}

fn day_of(name: &str) -> Option<Day> {
    Date::parse(name).ok()?.earliest()
}

fn write(request: &Request, answer: &Answer) -> String {
    let asked = request.query.as_deref().unwrap_or_default();
    let line = |text: &str| text.replace(['\r', '\n'], " ");
    let (media, cut) = (line(&answer.media), line(answer.cut.as_deref().unwrap_or_default()));
    format!("{FIRST}\n{}\n{media}\n{cut}\n\n{asked}{THEN}{}", line(request.to.as_str()), answer.text)
}

fn read(bytes: &[u8], name: &str) -> Option<Result<Answer, Failure>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, answer) = text.split_once(THEN)?;
    let mut lines = head.lines();
    if lines.next()? != FIRST {
        return None;
    }
    let (media, cut) = (lines.nth(1)?, lines.next()?);
    let cut = Some(cut.to_owned()).filter(|cut| !cut.is_empty());
    let day = day_of(name)?;
    if media == NOTHING {
        return Some(Err(Problem::error(codes::NO_ANSWER, answer).with_help(NOTHING_HELP).into()));
    }
    Some(Ok(Answer { media: media.to_owned(), text: answer.to_owned(), day, is_kept: true, cut }))
}
