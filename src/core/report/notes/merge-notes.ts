/** Merges notes that two windows or people changed, comment by comment, so that nothing written is lost. */
import type { NoteComment, NotesFile, NoteThread } from "./notes-file.js";

/**
 * @param base what both started from.
 * @param mine wins where both wrote something other in the same moment.
 * @param own ids of comments that this side wrote: what is missing of them on the other side was overtaken, not deleted.
 */
export function mergeNotes(
  base: NotesFile,
  mine: NotesFile,
  theirs: NotesFile,
  own: ReadonlySet<string> = new Set(),
): NotesFile {
  const deleted = new Set([...theirs.deleted, ...mine.deleted]);
  const threads = new Map(theirs.threads.map((thread) => [thread.id, thread]));
  for (const thread of mine.threads) if (!threads.has(thread.id)) threads.set(thread.id, thread);
  const before = commentsOf(base);
  const ours = commentsOf(mine);
  const merged: NoteThread[] = [];
  for (const thread of threads.values()) {
    const there = thread.comments.filter(() => theirs.threads.includes(thread));
    const here = mine.threads.find(({ id }) => id === thread.id)?.comments ?? [];
    const comments = [
      ...there.flatMap((comment) => settle(before.get(comment.id), ours.get(comment.id), comment)),
      ...here
        .filter(({ id }) => !there.some((other) => other.id === id))
        .filter((each) => own.has(each.id) || isNews(before, each)),
    ].filter(({ id }) => !deleted.has(id));
    if (comments.length > 0) merged.push({ ...thread, comments: inOrder(comments) });
  }
  return { ...mine, ...theirs, threads: merged, deleted: [...deleted] };
}

function commentsOf({ threads }: NotesFile): Map<string, NoteComment> {
  return new Map(threads.flatMap(({ comments }) => comments.map((comment) => [comment.id, comment])));
}

/** What both sides make of one comment that the other side has. */
function settle(before: NoteComment | undefined, mine: NoteComment | undefined, theirs: NoteComment): NoteComment[] {
  // It was there and this side has it no more: deleted, unless the other side wrote it anew meanwhile.
  if (!mine) return before && before.text === theirs.text ? [] : [theirs];
  if (mine.text === theirs.text || mine.text === before?.text) return [theirs];
  if (theirs.text === before?.text) return [mine];
  const [later, earlier] = changedAt(mine) >= changedAt(theirs) ? [mine, theirs] : [theirs, mine];
  // Both wrote: the earlier text stays, as a comment of its own with an id that a second merge finds again.
  return [{ ...earlier, id: `${earlier.id}~${changedAt(earlier)}` }, later];
}

function isNews(before: ReadonlyMap<string, NoteComment>, { id, text }: NoteComment): boolean {
  return before.get(id)?.text !== text;
}

function changedAt({ created, modified }: NoteComment): string {
  return modified ?? created;
}

/** Equal comments that two merges made are one. */
function inOrder(comments: readonly NoteComment[]): NoteComment[] {
  const byId = new Map(comments.map((comment) => [comment.id, comment]));
  return [...byId.values()].sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : 0));
}
