import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/Field.tsx'
import { useWords } from '../ui/locale.tsx'
import { DoorForm, ShownOnce, wrong } from './Door.tsx'
import { en } from './accounts.en.ts'
import { fr } from './accounts.fr.ts'
import type { Refused } from './form.ts'
import type { FactorSecrets } from './second-factor.ts'

/** The second factor on the account page: off, being set up (QR and codes, shown once), or on. */
export function SecondFactor({
  enabled,
  answer,
}: {
  readonly enabled: boolean
  readonly answer: Refused | FactorSecrets | undefined
}) {
  const t = useWords({ fr, en })
  const secrets = answer && 'backupCodes' in answer ? answer : null
  const refused = answer && 'problems' in answer ? answer : null
  const problemsOf = (intent: string) => (refused?.intent === intent ? refused.problems : {})
  const isSettingUp = secrets?.qr || refused?.intent === 'factor-confirm'
  return (
    <section aria-labelledby="factor">
      <h2 id="factor">{t.account.factorTitle}</h2>
      <p>{enabled ? t.account.factorOn : t.account.factorOff}</p>
      {secrets?.qr ? (
        <>
          <h3>{t.account.scan}</h3>
          <img className="qr" src={secrets.qr} alt={t.account.scanAlt} />
          <ShownOnce id="manual-secret" label={t.account.manual} value={secrets.manual ?? ''} />
        </>
      ) : null}
      {secrets ? <BackupCodes codes={secrets.backupCodes} /> : null}
      {isSettingUp ? <Confirm problems={problemsOf('factor-confirm')} /> : null}
      {!enabled && !isSettingUp ? (
        <WithPassword intent="factor-start" label={t.account.factorStart} problems={problemsOf('factor-start')} />
      ) : null}
      {enabled ? (
        <>
          <details open={Object.keys(problemsOf('factor-codes')).length > 0}>
            <summary>{t.account.newCodes}</summary>
            <p>{t.account.newCodesNote}</p>
            <WithPassword intent="factor-codes" label={t.account.newCodes} problems={problemsOf('factor-codes')} />
          </details>
          <details open={Object.keys(problemsOf('factor-stop')).length > 0}>
            <summary>{t.account.factorStop}</summary>
            <WithPassword intent="factor-stop" label={t.account.factorStop} problems={problemsOf('factor-stop')} />
          </details>
        </>
      ) : null}
    </section>
  )
}

function BackupCodes({ codes }: { readonly codes: readonly string[] }) {
  const t = useWords({ fr, en }).account
  return (
    <>
      <h3>{t.keep}</h3>
      <p>{t.keepHelp}</p>
      <ol className="backup-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
    </>
  )
}

type Problems = Readonly<Record<string, string>>

function Confirm({ problems }: { readonly problems: Problems }) {
  const t = useWords({ fr, en })
  return (
    <>
      <h3>{t.account.confirm}</h3>
      <DoorForm problems={problems} labels={{ code: t.secondFactor.code }}>
        <input type="hidden" name="intent" value="factor-confirm" />
        <TextField
          name="code"
          label={t.secondFactor.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          {...wrong(problems, 'code')}
        />
        <Button type="submit" tone="main">
          {t.account.confirmSubmit}
        </Button>
      </DoorForm>
    </>
  )
}

/** A change that asks for the password again, whatever the age of the session. */
function WithPassword({
  intent,
  label,
  problems,
}: {
  readonly intent: string
  readonly label: string
  readonly problems: Problems
}) {
  const t = useWords({ fr, en })
  return (
    <DoorForm problems={problems} labels={t.fields}>
      <input type="hidden" name="intent" value={intent} />
      <TextField
        id={`field-${intent}`}
        name="password"
        type="password"
        label={t.account.currentPassword}
        autoComplete="current-password"
        required
        {...wrong(problems, 'password')}
      />
      <Button type="submit">{label}</Button>
    </DoorForm>
  )
}
