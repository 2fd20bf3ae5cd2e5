{#- On which documents an indicator rests, and when each was in force: laws change, codes and series go on. -#}
with documents as (

    select * from {{ ref('legal_documents') }}

),

bases as (

    select * from {{ ref('indicator_bases') }}

),

indicators as (

    select * from {{ ref('indicators') }}

)

select
    indicators.indicator_code,
    bases.legal_doc,
    documents.title_vi,
    bases.official_reference,
    documents.valid_from,
    documents.valid_to,
    documents.replaced_by,
    documents.legal_status,
    documents.note
from bases
inner join documents on bases.legal_doc = documents.legal_doc
inner join indicators on indicators.indicator_code glob bases.indicator_codes
