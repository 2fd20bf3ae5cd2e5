-- What reading leaves behind: the raw schema of the working database. Spans are half-open and point into reports.text.
-- Moments are UTC. Absent is null.
create schema if not exists raw;

create table if not exists raw.reports (
    report_id varchar not null,
    source_file varchar not null,
    source_sha256 varchar not null,
    media_type varchar not null,
    encoding varchar not null,
    text varchar not null,
    char_count integer not null,
    unit_name varchar,
    unit_type varchar,
    district_name varchar,
    province_name varchar,
    document_number varchar,
    issued_on date,
    title varchar,
    period varchar,
    period_start date,
    period_end date,
    period_basis varchar,
    as_of date,
    extractor_version varchar not null,
    ingested_at timestamp not null
);

-- Where pages begin in the text of a paged document (PDF, pictures); no row for documents without pages.
create table if not exists raw.report_pages (
    report_id varchar not null,
    char_start integer not null,
    page_number integer not null
);

create table if not exists raw.blocks (
    report_id varchar not null,
    block_no integer not null,
    kind varchar not null,
    level integer not null,
    marker varchar not null,
    heading varchar not null,
    section varchar not null,
    parent_no integer,
    char_start integer not null,
    char_end integer not null,
    text varchar not null
);

create table if not exists raw.number_tokens (
    report_id varchar not null,
    char_start integer not null,
    char_end integer not null,
    printed varchar not null,
    kind varchar not null,
    figure_id varchar
);

create table if not exists raw.figures (
    figure_id varchar not null,
    report_id varchar not null,
    char_start integer not null,
    char_end integer not null,
    printed varchar not null,
    value decimal(38, 6),
    value_max decimal(38, 6),
    step decimal(38, 6),
    unit varchar not null,
    noun varchar not null,
    approx boolean not null,
    role varchar not null,
    label varchar not null,
    lead varchar not null,
    tail varchar not null,
    whole varchar not null,
    heading varchar not null,
    section varchar not null,
    period varchar,
    as_of date,
    quote_start integer not null,
    quote_end integer not null,
    quote varchar not null,
    words_before varchar not null,
    words_after varchar not null,
    block_no integer not null,
    row_label varchar not null,
    column_label varchar not null,
    confidence double not null
);

-- Numbers in words that count something; they have no digits and no part in the ledger.
create table if not exists raw.worded_numbers (
    report_id varchar not null,
    char_start integer not null,
    char_end integer not null,
    printed varchar not null,
    value decimal(38, 6) not null,
    unit varchar not null,
    noun varchar not null,
    quote varchar not null
);

-- Private people named in the text. Of a name of one word, printed and name begin with the word that tells it from
-- others ("ông Sáu"); the span covers the name alone.
create table if not exists raw.person_names (
    report_id varchar not null,
    char_start integer not null,
    char_end integer not null,
    printed varchar not null, -- as in the text, line breaks included
    name varchar not null -- as read: one line, no legacy letters
);

create table if not exists raw.claims (
    claim_id varchar not null,
    report_id varchar not null,
    claim_type varchar not null,
    label varchar not null,
    cue varchar not null,
    exhaustive boolean not null
);

create table if not exists raw.claim_terms (
    claim_id varchar not null,
    report_id varchar not null,
    position integer not null,
    term_role varchar not null,
    figure_id varchar not null,
    sign integer not null
);

create table if not exists raw.ingest_issues (
    source_file varchar not null,
    source_sha256 varchar, -- null where the file could not even be opened
    report_id varchar, -- null where the file was refused
    severity varchar not null,
    code varchar not null,
    message varchar not null,
    stage varchar not null, -- file: about the file itself | reading: noticed in its text
    noticed_at timestamp not null
);

-- Every file ever met, so that a run knows what is new. One row per name and content.
create table if not exists raw.files (
    source_file varchar not null,
    source_sha256 varchar not null,
    outcome varchar not null, -- read | refused | duplicate
    reader_fingerprint varchar not null,
    seen_at timestamp not null
);

-- One row per run; finished_at stays null where a run was cut short.
create table if not exists raw.runs (
    run_id varchar not null,
    started_at timestamp not null,
    finished_at timestamp,
    outcome varchar not null, -- running | publishing | published | unchanged | blocked | failed | cut short
    message varchar,
    inbox varchar not null,
    files_found integer not null,
    files_read integer not null,
    files_refused integer not null,
    files_known integer not null,
    extractor_version varchar not null,
    reader_fingerprint varchar not null,
    rules_fingerprint varchar not null,
    seconds map(varchar, double)
);

-- What validation found, one row per run and expectation; kept so that quality over time can be asked for.
create table if not exists raw.expectation_results (
    run_id varchar not null,
    checked_at timestamp not null,
    suite varchar not null,
    expectation varchar not null,
    says varchar not null,
    kind varchar not null, -- promise | finding
    severity varchar not null,
    success boolean not null,
    evaluated bigint not null,
    unexpected bigint not null,
    sample varchar, -- JSON; null for broken rows of long ago
    seconds double not null
);

-- What an older warehouse lacks; its reports are read again by this extractor.
alter table raw.figures add column if not exists words_before varchar default '';
alter table raw.figures add column if not exists words_after varchar default '';

-- What an older warehouse lacks of its results: when they were found, and leave to let old samples go.
alter table raw.expectation_results add column if not exists checked_at timestamp;
alter table raw.expectation_results alter column sample drop not null;
update raw.expectation_results as results
set checked_at = runs.started_at
from raw.runs
where results.checked_at is null and results.run_id = runs.run_id;

-- What an older diary lacks. Runs are counted, because clocks are set back.
alter table raw.runs add column if not exists run_no integer;
alter table raw.runs add column if not exists kind varchar default 'run'; -- run | watch | backfill | revalidate
alter table raw.runs add column if not exists built varchar; -- increment | whole; null where no mart was built
alter table raw.runs add column if not exists files_read_again integer default 0;
alter table raw.runs add column if not exists files_duplicate integer default 0;
alter table raw.runs add column if not exists soxa_version varchar;
update raw.runs as runs
set run_no = counted.run_no
from (select run_id, row_number() over (order by started_at, run_id) as run_no from raw.runs) as counted
where runs.run_no is null and runs.run_id = counted.run_id;

-- How the marts were built as a whole the last time: dbt's own statements, in their order, for what comes in by the few.
create table if not exists raw.recipe (
    position integer not null,
    name varchar not null,
    kind varchar not null, -- as in warehouse/recipe.py
    schema_name varchar not null,
    statement varchar not null,
    rules_fingerprint varchar not null
);
